-- Who sent and who received by the routes shown, and whether the sender is the maker or sent the brand before from elsewhere.
WITH used AS (
  SELECT s.row_key, s.brand_key, l.exporter_id, l.exporter_name, l.exporter_iso, l.importer_id, l.importer_name, l.value_usd
  FROM trace__route_shown AS s
  JOIN trace__route_brand AS b ON b.brand_key = s.brand_key AND b.is_first = 1
  JOIN trace__route_line AS l
    ON l.maker_id = b.maker_id AND l.brand = b.brand AND l.producer_name = b.producer_name
    AND l.hs_group_id = s.hs_group_id AND l.dispatch_iso = s.dispatch_iso
  WHERE l.phase > 0
),
sided AS (
  SELECT row_key, brand_key, 'sent' AS side, exporter_id AS party_id, exporter_name AS name, exporter_iso AS country_iso, value_usd
  FROM used
  UNION ALL
  SELECT row_key, brand_key, 'received' AS side, importer_id AS party_id, importer_name AS name, '' AS country_iso, value_usd
  FROM used
),
earlier AS (
  SELECT b.brand_key, c.exporter_id, MIN(c.dispatch_iso) AS dispatch_iso
  FROM trace__route_cell AS c
  JOIN trace__route_brand AS b ON b.maker_id = c.maker_id AND b.brand = c.brand AND b.producer_name = c.producer_name
  WHERE c.phase = 0 AND c.exporter_id <> '' AND c.dispatch_iso <> ''
  GROUP BY b.brand_key, c.exporter_id
)
SELECT
  s.row_key,
  s.side,
  s.party_id,
  MIN(s.name) AS name,
  MAX(s.country_iso) AS country_iso,
  COUNT(*) AS lines,
  COUNT(*) - COUNT(s.value_usd) AS unvalued_lines,
  CAST(COALESCE(SUM(s.value_usd), 0) AS DOUBLE) AS value_usd,
  MAX(CASE WHEN o.brand_key IS NULL THEN 0 ELSE 1 END) AS is_maker,
  MIN(e.dispatch_iso) AS earlier_iso
FROM sided AS s
LEFT JOIN trace__route_own AS o ON o.brand_key = s.brand_key AND o.exporter_id = s.party_id AND s.side = 'sent'
LEFT JOIN earlier AS e ON e.brand_key = s.brand_key AND e.exporter_id = s.party_id AND s.side = 'sent'
GROUP BY s.row_key, s.side, s.party_id
ORDER BY s.row_key, s.side, value_usd DESC, s.party_id, name
