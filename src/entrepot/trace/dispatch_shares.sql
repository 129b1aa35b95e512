-- Brands of the lines since the day, the most valuable first: those whose shares are shown.
SELECT b.brand_key, CAST(SUM(c.value_usd) AS DOUBLE) AS value_usd
FROM trace__route_cell AS c
JOIN trace__route_brand AS b
  ON b.maker_id = c.maker_id AND b.brand = c.brand AND b.producer_name = c.producer_name AND b.is_first = 1
WHERE b.brand_key <> ''
  AND c.phase > 0
GROUP BY b.brand_key
ORDER BY value_usd DESC, b.brand_key
