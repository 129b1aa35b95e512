-- Part numbers of goods lines in a fixed order.
SELECT *
FROM trace__known_part
ORDER BY part_number_key, hs6, part_number NULLS LAST
