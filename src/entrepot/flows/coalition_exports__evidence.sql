-- The figures behind corridors (`BLOCK>PARTNER`), the largest first.
SELECT
  reporter_block,
  partner_iso,
  group_id,
  is_rescoped,
  reporter_iso,
  goods_code,
  period_on,
  month_index,
  currency_code,
  value,
  snapshot_id,
  locator,
  provenance,
  publication
FROM flows__coalition_export
WHERE list_contains($corridors, concat(reporter_block, '>', partner_iso))
ORDER BY value DESC, period_on, snapshot_id, locator
