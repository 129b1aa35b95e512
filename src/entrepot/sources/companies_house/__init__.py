"""Companies House, United Kingdom: the companies, and the persons with significant control over them."""
