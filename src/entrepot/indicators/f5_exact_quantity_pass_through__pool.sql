-- How often each part number and quantity stands in a line of controlled goods, by code: what chance draws from.
SELECT
  d.hs6,
  d.part_number_key,
  d.quantity,
  COUNT(*) AS lines
FROM linked__declaration AS d
JOIN (SELECT DISTINCT declaration_id FROM linked__controlled_line) AS c ON c.declaration_id = d.declaration_id
WHERE d.declared_on <= CAST($as_of_on AS DATE)
  AND d.part_number_key IS NOT NULL
  AND d.quantity > 0
  AND list_contains($codes, d.hs6)
GROUP BY d.hs6, d.part_number_key, d.quantity
ORDER BY d.hs6, d.part_number_key, d.quantity
