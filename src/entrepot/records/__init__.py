"""The tables of the project, one record a file, units in the names."""
