-- How many lines of controlled goods have a part number and a quantity.
SELECT COUNT(*) AS lines
FROM trade__line AS d
JOIN controlled__code AS c ON c.hs6 = d.hs6
WHERE d.part_number_key IS NOT NULL
  AND d.quantity > 0
