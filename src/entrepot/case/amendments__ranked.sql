-- The statements of each key, the latest ranked 1: by version, then by the file's state, then by the day it was fetched, each only
-- where all statements of the key have it; equal ranks are what nothing orders.
WITH ordered AS (
    SELECT s.key_number, s.snapshot_id, s.locator, s.declaration_id, s.version, f.file_name,
        CASE WHEN r.has_numbers THEN TRY_CAST(regexp_replace(s.version, '[.]0+$', '') AS BIGINT) END AS version_number,
        CASE WHEN r.has_versions AND NOT r.has_numbers THEN s.version END AS version_text,
        CASE WHEN r.has_states THEN f.as_of_on END AS as_of_on,
        CASE WHEN r.has_accesses THEN f.accessed_on END AS accessed_on
    FROM case__key_statement s
    JOIN case__key_rule r ON r.key_number = s.key_number
    JOIN case__file f ON f.snapshot_id = s.snapshot_id
    WHERE NOT r.is_serial
)
SELECT o.*,
    rank() OVER (
        PARTITION BY o.key_number
        ORDER BY o.version_number DESC NULLS LAST, o.version_text DESC NULLS LAST, o.as_of_on DESC NULLS LAST,
            o.accessed_on DESC NULLS LAST
    ) AS rank_from_latest,
    coalesce(r.kept_snapshot_id, o.snapshot_id) AS counted_snapshot_id,
    coalesce(r.kept_locator, o.locator) AS counted_locator,
    r.locator IS NULL AS is_counted
FROM ordered o
LEFT JOIN case__repeated_line r ON r.snapshot_id = o.snapshot_id AND r.locator = o.locator
