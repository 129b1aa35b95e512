-- The cells since the cut-off of listed goods into the destination from dispatch countries, named `EXPORTER>GROUP`.
SELECT exporter_iso, importer_iso, group_id, month_index
FROM flows__cell
WHERE importer_iso = $destination_iso
  AND month_index > $cutoff_month
  AND list_contains($routes, concat(exporter_iso, '>', group_id))
ORDER BY exporter_iso, group_id, month_index
