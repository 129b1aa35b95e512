-- Goods lines that more than one file of the case holds, but for the one that is kept: that of the first file in the case's order.
WITH repeated AS (
    SELECT d.declaration_id, min(f.place) AS place
    FROM core__declaration d
    JOIN case__file f ON f.snapshot_id = d.snapshot_id
    GROUP BY d.declaration_id
    HAVING count(*) > 1
)
SELECT d.snapshot_id, d.locator, d.declaration_id, kept.snapshot_id AS kept_snapshot_id, kept.locator AS kept_locator,
    d.value_reported, d.value_usd, d.currency_code
FROM core__declaration d
JOIN repeated r ON r.declaration_id = d.declaration_id
JOIN case__file first_file ON first_file.place = r.place
JOIN core__declaration kept ON kept.declaration_id = d.declaration_id AND kept.snapshot_id = first_file.snapshot_id
WHERE d.snapshot_id <> first_file.snapshot_id
