-- Pairs of files that state lines differently while nothing says which is later, and how many.
SELECT a.snapshot_id AS a_snapshot_id, b.snapshot_id AS b_snapshot_id, count(*) AS line_count
FROM case__ranked_statement a
JOIN case__ranked_statement b
    ON b.key_number = a.key_number AND b.rank_from_latest = 1 AND b.declaration_id <> a.declaration_id
    AND (b.snapshot_id > a.snapshot_id OR (b.snapshot_id = a.snapshot_id AND b.locator > a.locator))
WHERE a.rank_from_latest = 1
GROUP BY a.snapshot_id, b.snapshot_id
ORDER BY a.snapshot_id, b.snapshot_id
