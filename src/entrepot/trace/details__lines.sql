-- The lines of the consignments shown: the one that gives the evidence, and the exporting country's where there are two.
WITH view AS (
  SELECT shipment_id, shipment_id AS declaration_id, 0 AS place
  FROM trace__shown
  UNION ALL
  SELECT s.shipment_id, v.export_id AS declaration_id, 1 AS place
  FROM trace__shown AS s
  JOIN trace__view_pair AS v ON v.import_id = s.shipment_id
)
SELECT
  w.shipment_id,
  d.declaration_id,
  d.declared_on,
  d.direction,
  d.reporting_iso,
  d.exporter_name,
  d.importer_name,
  d.hs_code,
  d.goods_description,
  d.brand,
  d.part_number,
  d.quantity,
  d.quantity_unit,
  d.net_mass_kg,
  d.value_usd,
  d.snapshot_id,
  d.locator,
  d.provenance,
  d.publication
FROM view AS w
JOIN trace__evidence AS d ON d.declaration_id = w.declaration_id
ORDER BY d.declared_on, w.shipment_id, w.place, d.snapshot_id, d.locator
