-- How many records changed their component in the last round.
SELECT count(*) AS changed_count
FROM resolve__label
WHERE is_changed
