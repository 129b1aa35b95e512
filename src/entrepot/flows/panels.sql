-- One row a corridor and month: exports of listed goods of unchanged scope whose code no edition cut.
SELECT
  reporter_block,
  partner_iso,
  currency_code,
  period_on,
  SUM(value) AS month_value,
  MIN(snapshot_id) AS snapshot_id,
  MAX(provenance) AS provenance,
  MAX(publication) AS publication
FROM flows__coalition_export
WHERE NOT is_partner_in_coalition
  AND NOT is_rescoped
  AND NOT list_contains($cut_groups, group_id)
GROUP BY reporter_block, partner_iso, currency_code, period_on
ORDER BY reporter_block, partner_iso, currency_code, period_on
