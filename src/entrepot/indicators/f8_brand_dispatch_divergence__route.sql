-- Listed goods of makers seated in the coalition: lines and value by importer country, maker and country of dispatch,
-- before the cut-off, in the months after it in which orders ran out, and later. Only the first and last are compared.
WITH coalition AS (
  SELECT DISTINCT country_iso
  FROM codes__country_set
  WHERE set_id = $coalition_set
    AND (valid_to_on IS NULL OR valid_to_on >= CAST($cutoff_on AS DATE))
)
SELECT
  l.importer_party_id,
  l.importer_iso = $destination_iso AS is_destination,
  l.maker,
  l.dispatch_iso,
  g.country_iso IS NOT NULL AS is_direct,
  COUNT(*) FILTER (WHERE l.declared_on < CAST($cutoff_on AS DATE)) AS lines_before,
  COUNT(*) FILTER (WHERE l.declared_on >= CAST($cutoff_on AS DATE) + CAST($run_out_days AS INTEGER)) AS lines_after,
  COUNT(
    DISTINCT CASE
      WHEN l.declared_on >= CAST($cutoff_on AS DATE) + CAST($run_out_days AS INTEGER)
        THEN EXTRACT(YEAR FROM l.declared_on) * 12 + EXTRACT(MONTH FROM l.declared_on)
    END
  ) AS months_after,
  SUM(CASE WHEN l.declared_on < CAST($cutoff_on AS DATE) THEN COALESCE(l.value_usd, 0) ELSE 0 END) AS before_usd,
  SUM(CASE WHEN l.declared_on >= CAST($cutoff_on AS DATE) + CAST($run_out_days AS INTEGER) THEN COALESCE(l.value_usd, 0)
    ELSE 0 END) AS after_usd
FROM receipt__line AS l
JOIN receipt__listed_code AS c ON c.hs6 = l.hs6
JOIN coalition AS q ON q.country_iso = l.producer_hq_iso
LEFT JOIN coalition AS g ON g.country_iso = l.dispatch_iso
WHERE l.declared_on <= CAST($as_of_on AS DATE)
  AND l.maker IS NOT NULL
  AND l.dispatch_iso IS NOT NULL
  AND l.importer_iso IS NOT NULL
GROUP BY l.importer_party_id, l.importer_iso = $destination_iso, l.maker, l.dispatch_iso, g.country_iso IS NOT NULL
