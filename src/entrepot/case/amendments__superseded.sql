-- Lines that a later statement of the same line replaced, with that statement and what shows that it is later.
SELECT d.*, l.declaration_id AS superseded_by, l.counted_snapshot_id AS superseded_by_snapshot_id,
    l.counted_locator AS superseded_by_locator,
    concat(
        'stated differently by ', l.locator, ' of ', l.file_name, ': ',
        CASE
            WHEN s.version_number <> l.version_number OR s.version_text <> l.version_text
                THEN concat('version ', l.version, ' after version ', s.version)
            WHEN s.as_of_on <> l.as_of_on
                THEN concat('state of ', CAST(l.as_of_on AS VARCHAR), ' after that of ', CAST(s.as_of_on AS VARCHAR))
            ELSE concat('fetched on ', CAST(l.accessed_on AS VARCHAR), ' after ', CAST(s.accessed_on AS VARCHAR))
        END
    ) AS reason
FROM case__ranked_statement s
JOIN case__latest_statement l ON l.key_number = s.key_number
JOIN core__declaration d ON d.snapshot_id = s.snapshot_id AND d.locator = s.locator
WHERE s.rank_from_latest > 1
    AND s.is_counted
    AND NOT EXISTS (
        SELECT 1
        FROM case__ranked_statement t
        WHERE t.key_number = s.key_number AND t.rank_from_latest = 1 AND t.declaration_id = s.declaration_id
    )
ORDER BY d.snapshot_id, d.locator
