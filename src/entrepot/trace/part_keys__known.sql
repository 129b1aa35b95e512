-- Part numbers of lines that begin as one asked about, with `O` and `I` as figures: few, to be compared by their grammar.
SELECT DISTINCT k.part_number_key, COALESCE(k.part_number, k.part_number_key) AS part_number
FROM trace__known_part AS k
WHERE translate(substr(k.part_number_key, 1, 6), 'OI', '01') IN (SELECT head FROM trace__part_head)
  OR translate(substr(k.part_number_key, 1, 5), 'OI', '01') IN (SELECT head FROM trace__part_head)
  OR translate(substr(k.part_number_key, 1, 4), 'OI', '01') IN (SELECT head FROM trace__part_head)
  OR translate(substr(k.part_number_key, 1, 3), 'OI', '01') IN (SELECT head FROM trace__part_head)
ORDER BY part_number_key, part_number
