-- Lines and value of the brands asked about, and of all ('*'), before and since, by consignor and by what their country
-- fields say: dispatched from the maker's seat, from the country of manufacture, from a third country, or not stated.
WITH judged AS (
  SELECT
    b.brand_key,
    CASE WHEN c.phase = 0 THEN 0 ELSE 1 END AS is_since,
    c.exporter_id,
    CASE
      WHEN c.dispatch_iso = '' THEN 'no_dispatch'
      WHEN c.producer_hq_iso = '' THEN 'no_seat'
      WHEN c.dispatch_iso = c.producer_hq_iso THEN 'seat'
      WHEN c.origin_iso = '' THEN 'no_origin'
      WHEN c.dispatch_iso = c.origin_iso THEN 'manufacture'
      ELSE 'third'
    END AS way,
    c.lines,
    c.unvalued,
    c.value_usd
  FROM trace__route_cell AS c
  JOIN trace__route_brand AS b
    ON b.maker_id = c.maker_id AND b.brand = c.brand AND b.producer_name = c.producer_name AND b.is_first = 1
)
SELECT
  brand_key, is_since, exporter_id, way,
  CAST(SUM(lines) AS BIGINT) AS lines, CAST(SUM(unvalued) AS BIGINT) AS unvalued, CAST(SUM(value_usd) AS DOUBLE) AS value_usd
FROM judged
WHERE list_contains($brand_keys, brand_key)
GROUP BY brand_key, is_since, exporter_id, way
UNION ALL
SELECT
  '*' AS brand_key, is_since, exporter_id, way,
  CAST(SUM(lines) AS BIGINT) AS lines, CAST(SUM(unvalued) AS BIGINT) AS unvalued, CAST(SUM(value_usd) AS DOUBLE) AS value_usd
FROM judged
GROUP BY is_since, exporter_id, way
ORDER BY brand_key, is_since, exporter_id, way
