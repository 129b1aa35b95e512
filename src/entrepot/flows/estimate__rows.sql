-- The reported rows behind an estimate's observed and baseline figures: listed goods to one partner, both sides.
SELECT
  exporter_iso,
  importer_iso,
  group_id,
  period_on,
  flow_code,
  reporter_iso,
  goods_code,
  hs_edition,
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
WHERE importer_iso = $importer
  AND list_contains($exporters, exporter_iso)
  AND list_contains($groups, group_id)
  AND list_contains($months, month_index)
ORDER BY period_on, exporter_iso, group_id, flow_code, value DESC NULLS LAST, snapshot_id, locator
