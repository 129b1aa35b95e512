-- The reported rows behind the drawn corridors' listed goods, both sides, with their place in the file.
SELECT
  r.exporter_iso,
  r.importer_iso,
  r.period_on,
  r.flow_code,
  r.reporter_iso,
  r.partner_iso,
  r.goods_code,
  r.hs_edition,
  r.group_id,
  r.value,
  r.currency_code,
  r.valuation,
  r.is_converted,
  r.snapshot_id,
  r.locator,
  r.provenance,
  r.publication
FROM flows__cell_row AS r
JOIN flows__goods_group AS g ON g.group_id = r.group_id
WHERE g.goods_role = 'listed'
  AND r.exporter_iso = $exporter_iso
  AND list_contains($importers, r.importer_iso)
ORDER BY r.importer_iso, r.period_on, r.goods_code, r.flow_code, r.reporter_iso, r.snapshot_id, r.locator
