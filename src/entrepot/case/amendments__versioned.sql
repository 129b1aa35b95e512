-- How many goods lines say which version they are: a file without the column costs next to nothing to ask.
SELECT count(version) AS line_count FROM core__declaration
