-- Consignments between pairs of parties, in the goods codes tested: the days and partners that chance deals goods to.
SELECT
  c.exporter_id,
  c.importer_id,
  c.hs6,
  c.left_on,
  c.arrived_on,
  EXTRACT(YEAR FROM c.arrived_on) * 12 + EXTRACT(MONTH FROM c.arrived_on) - 1 AS month,
  c.part_key,
  c.brand_key,
  c.quantity
FROM trace__consignment AS c
JOIN trace__pair_tested AS p
  ON p.hs6 = c.hs6
  AND p.exporter_id = COALESCE(c.exporter_id, '')
  AND p.importer_id = COALESCE(c.importer_id, '')
ORDER BY c.exporter_id NULLS LAST, c.importer_id NULLS LAST, c.hs6, c.arrived_on, c.shipment_id
