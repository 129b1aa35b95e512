-- Part numbers of goods lines with the codes that they are declared under: far fewer than lines.
SELECT DISTINCT part_number_key, part_number, hs6
FROM trace__line
WHERE part_number_key IS NOT NULL
