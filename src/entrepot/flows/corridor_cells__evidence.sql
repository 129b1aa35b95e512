-- The reported rows behind cells named `EXPORTER>IMPORTER>GROUP>MONTH`, both sides, the largest first.
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
FROM flows__cell_row
WHERE list_contains($cells, concat(exporter_iso, '>', importer_iso, '>', group_id, '>', CAST(month_index AS VARCHAR)))
ORDER BY exporter_iso, importer_iso, group_id, month_index, flow_code, value DESC NULLS LAST, snapshot_id, locator
