-- All goods lines without those that another file of the case holds as well.
SELECT d.*
FROM core__declaration d
WHERE NOT EXISTS (
    SELECT 1 FROM case__repeated_line r WHERE r.snapshot_id = d.snapshot_id AND r.locator = d.locator
)
