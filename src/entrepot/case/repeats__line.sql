-- Goods lines that more than one file of the case holds, but for the one that is kept, with the place of that one.
WITH repeated AS (
    SELECT declaration_id, min(snapshot_id) AS first_snapshot_id
    FROM core__declaration
    GROUP BY declaration_id
    HAVING count(*) > 1
)
SELECT d.snapshot_id, d.locator, d.declaration_id, r.first_snapshot_id, f.locator AS first_locator
FROM core__declaration d
JOIN repeated r ON r.declaration_id = d.declaration_id
JOIN core__declaration f ON f.declaration_id = d.declaration_id AND f.snapshot_id = r.first_snapshot_id
WHERE d.snapshot_id <> r.first_snapshot_id
ORDER BY d.snapshot_id, d.locator
