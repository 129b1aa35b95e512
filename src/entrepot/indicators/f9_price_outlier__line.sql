-- The compared lines of the firms in f9__shown on the side and the basis they are judged by, the most overpaid first.
WITH ranked AS (
  SELECT
    s.party_id,
    r.declaration_id,
    r.excess,
    r.is_slip,
    CASE WHEN s.side = 'importer' THEN r.exporter_party_id ELSE r.importer_party_id END AS other_id,
    ROW_NUMBER() OVER (PARTITION BY s.party_id ORDER BY r.is_slip, r.excess DESC, r.declaration_id) AS place
  FROM f9__shown AS s
  JOIN f9__price AS r
    ON r.basis = s.basis
    AND s.party_id = CASE WHEN s.side = 'importer' THEN r.importer_party_id ELSE r.exporter_party_id END
    AND (s.side = 'importer' OR r.importer_iso = $destination_iso)
)
SELECT
  r.party_id, r.excess, r.other_id, d.declaration_id, d.declared_on, d.importer_name, d.exporter_name, d.hs6,
  d.goods_description, d.part_number, d.quantity, d.quantity_unit, d.value_usd, d.snapshot_id, d.locator, d.provenance,
  d.publication
FROM ranked AS r
JOIN linked__declaration AS d ON d.declaration_id = r.declaration_id
WHERE r.place <= $lines_shown
  AND NOT r.is_slip
ORDER BY r.party_id, r.place
