"""US Census Bureau: international trade by Harmonized System code, from its API."""
