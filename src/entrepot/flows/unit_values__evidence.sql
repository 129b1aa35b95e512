-- The priced figures behind exporters and goods groups named `REPORTER>GROUP`: all to the destination, and the largest to
-- other customers, of the baseline and of the period.
WITH priced AS (
  SELECT
    r.reporter_iso,
    r.partner_iso,
    r.partner_block = $destination_iso AS is_destination,
    r.group_id,
    r.goods_code,
    r.period_on,
    r.currency_code,
    r.value,
    r.net_mass_kg,
    r.snapshot_id,
    r.locator,
    r.provenance,
    r.publication,
    ROW_NUMBER() OVER (
      PARTITION BY r.reporter_iso, r.group_id, r.partner_block = $destination_iso,
        r.month_index BETWEEN $baseline_from AND $baseline_to
      ORDER BY r.value DESC, r.period_on, r.snapshot_id, r.locator
    ) AS place
  FROM flows__cell_row AS r
  WHERE r.flow_code = 'X'
    AND r.value > 0
    AND r.net_mass_kg > 0
    AND (r.month_index BETWEEN $baseline_from AND $baseline_to OR r.month_index BETWEEN $period_from AND $period_to)
    AND list_contains($corridors, concat(r.reporter_iso, '>', r.group_id))
)
SELECT
  reporter_iso,
  partner_iso,
  group_id,
  goods_code,
  period_on,
  currency_code,
  value,
  net_mass_kg,
  snapshot_id,
  locator,
  provenance,
  publication
FROM priced
WHERE is_destination OR place <= $rest_rows
ORDER BY reporter_iso, group_id, is_destination DESC, period_on, partner_iso, goods_code, snapshot_id, locator
