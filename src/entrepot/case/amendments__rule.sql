-- What can put the statements of a key in order; `is_serial` where they are several lines and not versions of one:
-- several in one file that no version tells apart, or of several customs offices.
WITH by_file AS (
    SELECT s.key_number, s.snapshot_id, count(*) AS statement_count, count(s.version) AS versioned_count,
        sum(CASE WHEN regexp_matches(s.version, '^[0-9]{1,18}([.]0+)?$') THEN 1 ELSE 0 END) AS numbered_count,
        max(s.line_count) AS most_lines, min(s.first_office) AS first_office, max(s.last_office) AS last_office
    FROM case__key_statement s
    GROUP BY s.key_number, s.snapshot_id
)
SELECT b.key_number, count(*) AS file_count,
    max(CASE WHEN b.most_lines > 1 OR (b.statement_count > 1 AND b.versioned_count < b.statement_count) THEN 1 ELSE 0 END) = 1
        OR coalesce(min(b.first_office) <> max(b.last_office), FALSE) AS is_serial,
    sum(b.versioned_count) = sum(b.statement_count) AS has_versions,
    sum(b.numbered_count) = sum(b.statement_count) AS has_numbers,
    count(f.as_of_on) = count(*) AS has_states,
    count(f.accessed_on) = count(*) AS has_accesses
FROM by_file b
JOIN case__file f ON f.snapshot_id = b.snapshot_id
GROUP BY b.key_number
