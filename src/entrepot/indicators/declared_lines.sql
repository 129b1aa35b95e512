-- Lines of goods on the study's list (at any date), or of the extra codes, that any of the given parties imports or exports.
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
  d.snapshot_id,
  d.locator,
  d.provenance,
  d.publication
FROM linked__declaration AS d
LEFT JOIN (SELECT DISTINCT hs6 FROM codes__controlled_good WHERE list_id = $controls_list) AS c ON c.hs6 = d.hs6
WHERE d.declared_on <= CAST($as_of_on AS DATE)
  AND (list_contains($party_ids, d.importer_party_id) OR list_contains($party_ids, d.exporter_party_id))
  AND (
    c.hs6 IS NOT NULL
    OR list_contains($extra_hs, d.hs6)
    OR list_contains($extra_hs, substr(d.hs6, 1, 4))
  )
ORDER BY d.value_usd DESC NULLS LAST, d.declared_on, d.snapshot_id, d.locator
