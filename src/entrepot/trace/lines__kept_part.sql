-- Part numbers of goods lines, where a case has them beside its sorted lines.
SELECT *
FROM trace__kept_part
