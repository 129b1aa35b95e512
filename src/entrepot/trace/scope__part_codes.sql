-- Goods codes under which the parts asked about were declared.
SELECT DISTINCT k.hs6
FROM trace__known_part AS k
JOIN trace__part AS p ON p.part_key = k.part_number_key
ORDER BY hs6
