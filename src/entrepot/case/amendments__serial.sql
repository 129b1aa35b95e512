-- How many keys stand for several lines, and how many of these in more than one file.
SELECT count(*) AS key_count, count(CASE WHEN file_count > 1 THEN 1 END) AS shared_count
FROM case__key_rule
WHERE is_serial
