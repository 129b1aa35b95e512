-- Goods lines in the order of their codes, where a case has them so: a question of one code then reads its part of the file.
SELECT *
FROM trace__sorted_line
