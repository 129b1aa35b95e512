-- The statement of each key that counts: the latest; of several that nothing orders, that of the lowest file.
SELECT key_number, snapshot_id, locator, declaration_id, version, file_name, version_number, version_text, as_of_on, accessed_on,
    counted_snapshot_id, counted_locator
FROM (
    SELECT r.*, row_number() OVER (PARTITION BY r.key_number ORDER BY r.snapshot_id, r.locator) AS place
    FROM case__ranked_statement r
    WHERE r.rank_from_latest = 1
) latest
WHERE place = 1
