-- How much of all lines since the cut-off is controlled, by the importer's country: what a carrier of all goods would carry.
SELECT
  COALESCE(d.importer_country_iso, '') AS country_iso,
  COUNT(*) AS line_count,
  COUNT(c.hs6) AS controlled_count
FROM trade__line AS d
LEFT JOIN controlled__code AS c ON c.hs6 = d.hs6
WHERE d.declared_on >= CAST($cutoff_on AS DATE)
  AND d.declared_on <= CAST($as_of_on AS DATE)
GROUP BY COALESCE(d.importer_country_iso, '')
ORDER BY country_iso
