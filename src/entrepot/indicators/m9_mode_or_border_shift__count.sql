-- Lines by way and question: how many are known and how many say yes, before and after, of listed goods and of others.
SELECT
  feature,
  reporting_iso,
  from_iso,
  to_iso,
  CAST(COALESCE(SUM(line_count) FILTER (WHERE is_listed AND NOT is_after), 0) AS BIGINT) AS before_lines,
  CAST(COALESCE(SUM(line_count) FILTER (WHERE is_listed AND NOT is_after AND is_hit), 0) AS BIGINT) AS before_hits,
  CAST(COALESCE(SUM(line_count) FILTER (WHERE is_listed AND is_after), 0) AS BIGINT) AS after_lines,
  CAST(COALESCE(SUM(line_count) FILTER (WHERE is_listed AND is_after AND is_hit), 0) AS BIGINT) AS after_hits,
  CAST(COALESCE(SUM(line_count) FILTER (WHERE NOT is_listed AND NOT is_after), 0) AS BIGINT) AS other_before_lines,
  CAST(COALESCE(SUM(line_count) FILTER (WHERE NOT is_listed AND NOT is_after AND is_hit), 0) AS BIGINT) AS other_before_hits,
  CAST(COALESCE(SUM(line_count) FILTER (WHERE NOT is_listed AND is_after), 0) AS BIGINT) AS other_after_lines,
  CAST(COALESCE(SUM(line_count) FILTER (WHERE NOT is_listed AND is_after AND is_hit), 0) AS BIGINT) AS other_after_hits
FROM m9__way
GROUP BY feature, reporting_iso, from_iso, to_iso
HAVING COUNT(*) FILTER (WHERE is_listed) > 0
ORDER BY feature, reporting_iso, from_iso, to_iso
