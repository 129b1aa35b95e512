-- Consignments of the firms reached, in and out, and those of parts that must be followed through a whole country. Of a firm
-- that was reached all consignments of the code are here; of others only those of the part.
WITH reached AS (
  SELECT DISTINCT party_id, hs6
  FROM trace__reached
)
SELECT
  c.shipment_id,
  c.exporter_id,
  c.importer_id,
  c.exporter_iso,
  c.importer_iso,
  c.left_on,
  c.arrived_on,
  c.hs6,
  c.hs_code,
  c.part_key,
  c.brand_key,
  c.quantity,
  c.unit,
  c.value_usd,
  CASE WHEN e.party_id IS NULL THEN 0 ELSE 1 END AS is_exporter_whole,
  CASE WHEN i.party_id IS NULL THEN 0 ELSE 1 END AS is_importer_whole,
  CASE WHEN p.part_key IS NULL THEN 0 ELSE 1 END AS is_part_whole
FROM trace__consignment AS c
LEFT JOIN reached AS e ON e.party_id = c.exporter_id AND e.hs6 = c.hs6
LEFT JOIN reached AS i ON i.party_id = c.importer_id AND i.hs6 = c.hs6
LEFT JOIN trace__part_followed AS p ON p.part_key = c.part_key
WHERE e.party_id IS NOT NULL OR i.party_id IS NOT NULL OR p.part_key IS NOT NULL
