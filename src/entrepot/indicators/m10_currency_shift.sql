-- By firm, day and currency: the share of lines in it before and after, that of other firms in the same cells, and the spread
-- of the lines' difference from their cells.
SELECT
  x.party_id,
  MIN(p.name) AS name,
  MIN(p.country_iso) AS country_iso,
  x.event_on,
  x.partner_id,
  x.watched_code,
  COUNT(*) FILTER (WHERE NOT x.is_after) AS before_lines,
  CAST(COALESCE(SUM(x.is_in) FILTER (WHERE NOT x.is_after), 0) AS BIGINT) AS before_hits,
  COALESCE(AVG(x.others_share) FILTER (WHERE NOT x.is_after), 0) AS before_others,
  COALESCE(VAR_SAMP(x.is_in - x.others_share) FILTER (WHERE NOT x.is_after), 0) AS before_variance,
  COUNT(*) FILTER (WHERE x.is_after) AS after_lines,
  CAST(COALESCE(SUM(x.is_in) FILTER (WHERE x.is_after), 0) AS BIGINT) AS after_hits,
  COALESCE(AVG(x.others_share) FILTER (WHERE x.is_after), 0) AS after_others,
  COALESCE(VAR_SAMP(x.is_in - x.others_share) FILTER (WHERE x.is_after), 0) AS after_variance
FROM m10__excess AS x
LEFT JOIN linked__party AS p ON p.party_id = x.party_id
GROUP BY x.party_id, x.event_on, x.partner_id, x.watched_code
ORDER BY x.party_id, x.event_on, x.partner_id, x.watched_code
