-- The lines of the consignments shown, of both views where there are two: read once, for all that is said of them. Both views
-- have one goods code, by which sorted lines are found.
WITH wanted AS (
  SELECT shipment_id AS declaration_id, hs6
  FROM trace__shown
  UNION
  SELECT v.export_id AS declaration_id, s.hs6
  FROM trace__shown AS s
  JOIN trace__view_pair AS v ON v.import_id = s.shipment_id
)
SELECT
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
FROM trace__line AS d
JOIN wanted AS w ON w.declaration_id = d.declaration_id AND w.hs6 = d.hs6
