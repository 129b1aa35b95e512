-- What stands in the field behind each way's question, listed goods: how many lines before and after.
SELECT
  feature,
  reporting_iso,
  from_iso,
  to_iso,
  said,
  CAST(COALESCE(SUM(line_count) FILTER (WHERE NOT is_after), 0) AS BIGINT) AS before_lines,
  CAST(COALESCE(SUM(line_count) FILTER (WHERE is_after), 0) AS BIGINT) AS after_lines
FROM m9__way
WHERE is_listed
  AND list_contains($ways, concat(feature, '>', reporting_iso, '>', from_iso, '>', to_iso))
GROUP BY feature, reporting_iso, from_iso, to_iso, said
ORDER BY feature, reporting_iso, from_iso, to_iso, after_lines DESC, before_lines DESC, said
