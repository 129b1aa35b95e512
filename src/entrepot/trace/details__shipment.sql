-- Consignments shown, with the places of their views.
SELECT
  c.shipment_id,
  c.exporter_id AS exporter_party_id,
  c.importer_id AS importer_party_id,
  c.exporter_iso,
  c.importer_iso,
  c.left_on,
  c.arrived_on,
  c.hs6,
  c.part_key AS part_number_key,
  c.quantity,
  c.unit AS quantity_unit,
  c.value_usd,
  v.value_ratio AS cif_fob_ratio,
  CAST(v.lag_days AS BIGINT) AS lag_days,
  v.conflicts,
  v.export_id AS b_declaration_id,
  o.snapshot_id AS b_snapshot_id,
  o.locator AS b_locator,
  d.snapshot_id,
  d.locator,
  d.provenance,
  d.publication
FROM trace__consignment AS c
JOIN trace__shown AS s ON s.shipment_id = c.shipment_id
JOIN trace__evidence AS d ON d.declaration_id = c.shipment_id
LEFT JOIN trace__view_pair AS v ON v.import_id = c.shipment_id
LEFT JOIN trace__evidence AS o ON o.declaration_id = v.export_id
ORDER BY c.shipment_id
