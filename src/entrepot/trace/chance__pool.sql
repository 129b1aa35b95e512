-- Goods of each month of some goods codes: what chance deals anew to the days and partners of that month.
SELECT
  c.hs6,
  EXTRACT(YEAR FROM c.arrived_on) * 12 + EXTRACT(MONTH FROM c.arrived_on) - 1 AS month,
  c.part_key,
  c.brand_key,
  c.quantity,
  COUNT(*) AS lines
FROM trace__consignment AS c
JOIN trace__code_tested AS t ON t.hs6 = c.hs6
GROUP BY
  c.hs6,
  EXTRACT(YEAR FROM c.arrived_on) * 12 + EXTRACT(MONTH FROM c.arrived_on) - 1,
  c.part_key,
  c.brand_key,
  c.quantity
ORDER BY c.hs6, month, c.part_key NULLS LAST, c.brand_key NULLS LAST, c.quantity
