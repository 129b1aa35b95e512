-- Keys that several different lines carry: lines of equal content in other files are left out before.
SELECT reporting_iso, direction, declaration_number, line_number, declared_on, domestic_id,
    row_number() OVER (
        ORDER BY reporting_iso, direction, declaration_number, line_number, declared_on, domestic_id
    ) AS key_number
FROM (
    SELECT k.reporting_iso, k.direction, k.declaration_number, k.line_number, k.declared_on, k.domestic_id
    FROM case__keyed_line k
    WHERE NOT EXISTS (
        SELECT 1 FROM case__repeated_line r WHERE r.snapshot_id = k.snapshot_id AND r.locator = k.locator
    )
    GROUP BY k.reporting_iso, k.direction, k.declaration_number, k.line_number, k.declared_on, k.domestic_id
    HAVING count(*) > 1
) several
