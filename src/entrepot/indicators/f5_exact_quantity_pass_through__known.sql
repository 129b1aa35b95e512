-- How many lines of controlled goods have a part number and a quantity.
SELECT COUNT(*) AS lines
FROM linked__declaration AS d
JOIN (SELECT DISTINCT declaration_id FROM linked__controlled_line) AS c ON c.declaration_id = d.declaration_id
WHERE d.part_number_key IS NOT NULL
  AND d.quantity > 0
