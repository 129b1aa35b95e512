-- The reported rows behind the cells in flows__asked_cell, named `EXPORTER>IMPORTER>GROUP>MONTH`, both sides, the largest first.
SELECT
  exporter_iso,
  importer_iso,
  group_id,
  month_index,
  flow_code,
  reporter_iso,
  goods_code,
  period_on,
  currency_code,
  value,
  is_converted,
  is_withheld,
  valuation,
  net_mass_kg,
  snapshot_id,
  locator,
  provenance,
  publication
FROM flows__cell_row AS r
JOIN flows__asked_cell AS a
  ON a.cell = concat(r.exporter_iso, '>', r.importer_iso, '>', r.group_id, '>', CAST(r.month_index AS VARCHAR))
ORDER BY exporter_iso, importer_iso, group_id, month_index, flow_code, value DESC NULLS LAST, snapshot_id, locator
