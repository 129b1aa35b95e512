-- Consignments: a pair of views is one, every other line is one of its own. Of a pair the importing country's line counts;
-- what it does not name is taken from the other, and so is the day it left.
SELECT
  p.shipment_id,
  COALESCE(p.exporter_id, o.exporter_id) AS exporter_id,
  COALESCE(p.importer_id, o.importer_id) AS importer_id,
  COALESCE(p.exporter_iso, o.exporter_iso) AS exporter_iso,
  COALESCE(p.importer_iso, o.importer_iso) AS importer_iso,
  COALESCE(o.left_on, p.left_on) AS left_on,
  p.arrived_on,
  p.hs6,
  p.hs_code,
  COALESCE(p.part_key, o.part_key) AS part_key,
  COALESCE(p.brand_key, o.brand_key) AS brand_key,
  p.quantity,
  p.unit,
  p.value_usd
FROM trace__pool AS p
LEFT JOIN trace__view_pair AS v ON v.import_id = p.shipment_id
LEFT JOIN trace__pool AS o ON o.shipment_id = v.export_id
LEFT JOIN trace__view_pair AS t ON t.export_id = p.shipment_id
WHERE t.export_id IS NULL
