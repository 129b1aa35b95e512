-- Lots of the consignments shown, with the places of the line in and the line out.
SELECT
  m.in_shipment_id,
  m.out_shipment_id,
  i.importer_party_id AS in_party_id,
  o.exporter_party_id AS out_party_id,
  m.method,
  m.kind,
  m.kind <> 'firm' AS is_inferred,
  m.tier,
  m.quantity,
  o.quantity_unit,
  CAST(date_diff('day', i.arrived_on, o.left_on) AS BIGINT) AS lag_days,
  (o.value_usd / o.quantity) / NULLIF(i.value_usd / i.quantity, 0) AS price_ratio,
  o.snapshot_id AS b_snapshot_id,
  o.locator AS b_locator,
  i.snapshot_id,
  i.locator,
  i.provenance,
  i.publication
FROM trace__matched AS m
JOIN trace__shipment AS i ON i.shipment_id = m.in_shipment_id
JOIN trace__shipment AS o ON o.shipment_id = m.out_shipment_id
ORDER BY m.method, m.in_shipment_id, m.out_shipment_id, m.tier
