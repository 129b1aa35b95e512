-- Value of each month by corridor and goods group, for the corridors that are written out.
SELECT
  reporter_block,
  partner_iso,
  group_id,
  month_index,
  SUM(value) AS value
FROM flows__coalition_export
WHERE list_contains($corridors, concat(reporter_block, '>', partner_iso))
  AND NOT is_rescoped
  AND NOT list_contains($cut_groups, group_id)
GROUP BY reporter_block, partner_iso, group_id, month_index
ORDER BY reporter_block, partner_iso, group_id, month_index
