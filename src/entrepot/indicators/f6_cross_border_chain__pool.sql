-- How often each part number and quantity stands in a line of listed goods, by code: what chance draws from.
SELECT l.hs6, l.part_number_key, l.quantity, COUNT(*) AS lines
FROM linked__declaration AS l
JOIN receipt__listed_code AS c ON c.hs6 = l.hs6
WHERE l.declared_on <= CAST($as_of_on AS DATE)
  AND l.direction <> 'transit'
  AND l.part_number_key IS NOT NULL
  AND l.quantity > 0
  AND list_contains($codes, l.hs6)
GROUP BY l.hs6, l.part_number_key, l.quantity
ORDER BY l.hs6, l.part_number_key, l.quantity
