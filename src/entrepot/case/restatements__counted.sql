-- The goods lines that count, out of all that were read.
SELECT d.*
FROM case__declaration_as_read d
WHERE NOT EXISTS (
    SELECT 1 FROM case__left_out l WHERE l.snapshot_id = d.snapshot_id AND l.locator = d.locator
)
