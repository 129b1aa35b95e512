-- Who sends goods of which brand, by the names the brand has.
SELECT DISTINCT b.brand_key, c.exporter_id, c.exporter_name
FROM trace__route_cell AS c
JOIN trace__route_brand AS b
  ON b.maker_id = c.maker_id AND b.brand = c.brand AND b.producer_name = c.producer_name AND b.is_first = 1
WHERE b.brand_key <> ''
  AND c.exporter_name <> ''
ORDER BY b.brand_key, c.exporter_id, c.exporter_name
