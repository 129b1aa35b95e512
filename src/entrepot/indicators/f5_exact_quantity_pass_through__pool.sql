-- Reads controlled__code. How often each part number and quantity stands in a line of controlled goods, by code: what chance draws from.
SELECT
  d.hs6,
  d.part_number_key,
  d.quantity,
  COUNT(*) AS lines
FROM trade__line AS d
JOIN controlled__code AS c ON c.hs6 = d.hs6
WHERE d.declared_on <= CAST($as_of_on AS DATE)
  AND d.part_number_key IS NOT NULL
  AND d.quantity > 0
  AND list_contains($codes, d.hs6)
GROUP BY d.hs6, d.part_number_key, d.quantity
ORDER BY d.hs6, d.part_number_key, d.quantity
