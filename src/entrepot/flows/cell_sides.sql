-- Both sides of the cells of some exporters: what the exporter and what the importer says, for asking how much hangs on the side.
SELECT
  exporter_iso,
  importer_iso,
  group_id,
  month_index,
  importer_value,
  importer_value_fob,
  basis
FROM flows__cell
WHERE list_contains($exporters, exporter_iso)
  AND goods_role IN ('listed', 'placebo')
  AND importer_value >= 0
ORDER BY exporter_iso, importer_iso, group_id, month_index
