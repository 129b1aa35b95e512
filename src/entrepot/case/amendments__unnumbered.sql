-- Declarations that more than one file states, in lines without a line number: whether one amends the other cannot be told.
SELECT count(*) AS declaration_count
FROM (
    SELECT d.direction, d.declaration_number
    FROM core__declaration d
    LEFT JOIN case__repeated_line r ON r.snapshot_id = d.snapshot_id AND r.locator = d.locator
    WHERE d.declaration_number IS NOT NULL AND d.line_number IS NULL AND r.locator IS NULL
    GROUP BY d.direction, d.declaration_number
    HAVING count(DISTINCT d.snapshot_id) > 1
) AS several
