-- The cells of listed goods behind a corridor's gap, of which something was reported.
SELECT exporter_iso, importer_iso, group_id, month_index
FROM flows__cell
WHERE exporter_iso = $exporter_iso
  AND importer_iso = $importer_iso
  AND goods_role = 'listed'
  AND NOT is_rescoped
  AND NOT is_cut
  AND exporter_state IN ('reported', 'zero')
  AND importer_state IN ('reported', 'zero')
  AND list_contains($chapters, chapter)
ORDER BY group_id, month_index
