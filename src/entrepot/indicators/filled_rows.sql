-- How many declaration lines there are, and how many of them are invented.
SELECT
  COUNT(*) AS lines,
  COUNT(*) FILTER (WHERE provenance = 'synthetic') AS invented_lines
FROM linked__declaration
