-- The reported rows of a window behind hubs and goods groups named `HUB>GROUP>LASTMONTH`: exports to the destination and
-- imports from everywhere, the largest first within each.
WITH way AS (
  SELECT
    r.*,
    CASE WHEN r.importer_iso = $destination_iso THEN r.exporter_iso ELSE r.importer_iso END AS hub_iso,
    r.importer_iso = $destination_iso AS is_out
  FROM flows__cell_row AS r
  WHERE r.value > 0
),
ranked AS (
  SELECT
    w.*,
    ROW_NUMBER() OVER (
      PARTITION BY w.hub_iso, w.group_id, w.is_out
      ORDER BY w.value DESC, w.period_on, w.snapshot_id, w.locator
    ) AS place
  FROM way AS w
  JOIN passing__window AS s ON s.hub_iso = w.hub_iso AND s.group_id = w.group_id
  WHERE w.month_index BETWEEN s.last_month - 11 AND s.last_month
)
SELECT
  hub_iso,
  group_id,
  is_out,
  flow_code,
  reporter_iso,
  partner_iso,
  goods_code,
  period_on,
  currency_code,
  value,
  snapshot_id,
  locator,
  provenance,
  publication
FROM ranked
WHERE place <= $rows_shown
ORDER BY hub_iso, group_id, is_out DESC, value DESC, period_on, snapshot_id, locator
