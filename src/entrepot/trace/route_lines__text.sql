-- The ways in which lines name brands.
SELECT maker_id, brand, producer_name, CAST(SUM(lines) AS BIGINT) AS lines, CAST(SUM(unvalued) AS BIGINT) AS unvalued
FROM trace__route_cell
GROUP BY maker_id, brand, producer_name
ORDER BY maker_id, brand, producer_name
