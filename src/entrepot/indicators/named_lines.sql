-- Declaration lines by their ids in shown__line.
SELECT
  d.declaration_id,
  d.declared_on,
  d.importer_party_id,
  d.exporter_party_id,
  d.importer_name,
  d.exporter_name,
  d.hs6,
  d.goods_description,
  d.part_number,
  d.quantity,
  d.quantity_unit,
  d.value_usd,
  d.currency_code,
  d.snapshot_id,
  d.locator,
  d.provenance,
  d.publication
FROM linked__declaration AS d
JOIN shown__line AS s ON s.declaration_id = d.declaration_id
ORDER BY d.declared_on, d.snapshot_id, d.locator
