-- Lines since the cut-off in chapters that hold controlled goods, counted by importer and by the way the goods took.
WITH chapter AS (
  SELECT DISTINCT substr(hs6, 1, 2) AS hs2
  FROM controlled__code
)
SELECT
  d.importer_party_id,
  COALESCE(d.origin_iso, '') AS origin_iso,
  COALESCE(d.dispatch_iso, '') AS dispatch_iso,
  COALESCE(d.destination_iso, d.importer_country_iso, '') AS destination_iso,
  COALESCE(d.route_iso, '') AS route_iso,
  h.hs2,
  COUNT(*) AS line_count,
  COUNT(c.hs6) AS controlled_count,
  CAST(COALESCE(SUM(TRY_CAST(d.value_usd AS DECIMAL(38, 2))) FILTER (WHERE c.hs6 IS NOT NULL), 0) AS DOUBLE) AS value_usd
FROM trade__line AS d
JOIN chapter AS h ON h.hs2 = substr(d.hs6, 1, 2)
LEFT JOIN controlled__code AS c ON c.hs6 = d.hs6
WHERE d.importer_party_id IS NOT NULL
  AND d.declared_on >= CAST($cutoff_on AS DATE)
  AND d.declared_on <= CAST($as_of_on AS DATE)
GROUP BY
  d.importer_party_id,
  COALESCE(d.origin_iso, ''),
  COALESCE(d.dispatch_iso, ''),
  COALESCE(d.destination_iso, d.importer_country_iso, ''),
  COALESCE(d.route_iso, ''),
  h.hs2
