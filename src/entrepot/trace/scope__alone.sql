-- Lines that state an amount as consignments, where none can be another view of a shipment.
SELECT
  shipment_id,
  exporter_id,
  importer_id,
  exporter_iso,
  importer_iso,
  left_on,
  arrived_on,
  hs6,
  hs_code,
  part_key,
  brand_key,
  quantity,
  unit,
  value_usd
FROM trace__stated_line
WHERE arrived_on <= CAST($as_of_on AS DATE)
