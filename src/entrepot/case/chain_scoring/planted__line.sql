-- Lines of schemes and look-alikes as the case holds them, with the firms that truly stand on their two sides.
SELECT
  s.scheme_id,
  d.declaration_id AS line_id,
  t.exporter_firm_id AS exporter,
  t.importer_firm_id AS importer,
  d.exporter_party_id AS sender,
  d.importer_party_id AS receiver,
  d.direction,
  d.declared_on,
  COALESCE(d.hs6, '') AS hs6,
  d.part_number_key AS part,
  CASE WHEN d.quantity > 0 THEN d.quantity ELSE d.net_mass_kg END AS quantity,
  CASE WHEN d.quantity > 0 THEN COALESCE(d.quantity_unit, '') ELSE 'kg' END AS unit
FROM truth__scheme_line AS s
JOIN truth__line_firm AS t
  ON t.declaration_number = s.declaration_number AND t.line_number = s.line_number
JOIN linked__declaration AS d
  ON d.declaration_number = s.declaration_number AND d.line_number = CAST(s.line_number AS VARCHAR)
ORDER BY s.scheme_id, d.declared_on, d.declaration_id
