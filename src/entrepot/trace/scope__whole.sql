-- All goods lines: nothing of the goods asked about is left out.
SELECT *
FROM trace__line
