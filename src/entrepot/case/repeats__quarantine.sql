-- What was put aside before, and the goods lines that another file of the case holds as well, with the place of the one kept.
SELECT snapshot_id, locator, source_id, field, reason, raw
FROM (
    SELECT snapshot_id, locator, source_id, field, reason, raw FROM core__quarantine
    UNION ALL
    SELECT r.snapshot_id, r.locator, f.source_id, CAST(NULL AS VARCHAR) AS field,
        concat('duplicate of ', r.kept_locator, ' of ', kept.file_name, ': the same goods line') AS reason,
        concat('declaration_id=', r.declaration_id) AS raw
    FROM case__repeated_line r
    JOIN case__file f ON f.snapshot_id = r.snapshot_id
    JOIN case__file kept ON kept.snapshot_id = r.kept_snapshot_id
) put_aside
ORDER BY snapshot_id, locator, source_id, field NULLS LAST, reason
