-- Receipts of goods on the study's list by the parties in f16__reached (party_id, event_on, until_on): before the day a
-- list or a rule reached them, in the days of grace after it, in the rest of the window, and ever since.
SELECT
  w.party_id,
  p.name,
  MIN(l.importer_iso) AS country_iso,
  COUNT(*) FILTER (WHERE l.declared_on < w.event_on AND l.declared_on >= w.event_on - CAST($window_days AS INTEGER))
    AS lines_before,
  COUNT(*) FILTER (WHERE l.declared_on >= w.event_on AND l.declared_on < w.event_on + CAST($grace_days AS INTEGER))
    AS lines_under_way,
  COUNT(*) FILTER (
    WHERE l.declared_on >= w.event_on + CAST($grace_days AS INTEGER)
      AND l.declared_on < w.event_on + CAST($window_days AS INTEGER)
  ) AS lines_after,
  CAST(SUM(
    CASE WHEN l.declared_on < w.event_on AND l.declared_on >= w.event_on - CAST($window_days AS INTEGER)
      THEN COALESCE(l.value_usd, 0) ELSE 0 END
  ) AS DOUBLE) AS before_usd,
  CAST(SUM(
    CASE WHEN l.declared_on >= w.event_on AND l.declared_on < w.event_on + CAST($grace_days AS INTEGER)
      THEN COALESCE(l.value_usd, 0) ELSE 0 END
  ) AS DOUBLE) AS under_way_usd,
  CAST(SUM(
    CASE WHEN l.declared_on >= w.event_on + CAST($grace_days AS INTEGER)
      AND l.declared_on < w.event_on + CAST($window_days AS INTEGER)
      THEN COALESCE(l.value_usd, 0) ELSE 0 END
  ) AS DOUBLE) AS after_usd,
  CAST(SUM(
    CASE WHEN l.declared_on >= w.event_on + CAST($grace_days AS INTEGER) THEN COALESCE(l.value_usd, 0) ELSE 0 END
  ) AS DOUBLE) AS since_usd
FROM f16__reached AS w
JOIN receipt__line AS l ON l.importer_party_id = w.party_id
JOIN receipt__listed_code AS c ON c.hs6 = l.hs6
JOIN linked__party AS p ON p.party_id = w.party_id
WHERE l.declared_on <= CAST($as_of_on AS DATE)
  AND l.declared_on <= w.until_on
  AND l.declared_on >= w.event_on - CAST($window_days AS INTEGER)
GROUP BY w.party_id, p.name
ORDER BY w.party_id
