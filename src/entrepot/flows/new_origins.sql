-- Listed goods into the destination by dispatch country and goods group: trade before the cut-off by either side's figures, and by
-- month since. `covered_months` counts the months before the cut-off in files that hold this partner and these goods (of the
-- exporter, or of the importer): only in them does a missing row say that there was no trade.
WITH file AS (
  SELECT DISTINCT flow_code, snapshot_id, reporter_block, month_index
  FROM flows__cell_row
  WHERE month_index < $cutoff_month
),
file_partner AS (
  SELECT DISTINCT flow_code, snapshot_id, partner_block
  FROM flows__cell_row
),
file_group AS (
  SELECT DISTINCT flow_code, snapshot_id, group_id
  FROM flows__cell_row
),
pair AS (
  SELECT
    exporter_iso,
    group_id,
    MIN(currency_code) AS currency_code,
    MAX(CASE WHEN is_rescoped OR is_cut THEN 1 ELSE 0 END) AS is_cut,
    COALESCE(SUM(CASE
      WHEN month_index <= $cutoff_month AND (exporter_value > 0 OR importer_value > 0
        OR exporter_state = 'confidential' OR importer_state = 'confidential') THEN 1
      ELSE 0
    END), 0) AS months_before,
    MIN(CASE WHEN month_index > $cutoff_month AND value > 0 THEN month_index END) AS first_month
  FROM flows__cell
  WHERE importer_iso = $destination_iso
    AND goods_role = 'listed'
  GROUP BY exporter_iso, group_id
),
side AS (
  SELECT exporter_iso, group_id, 'X' AS flow_code, exporter_iso AS reporter_block, $destination_iso AS partner_block
  FROM pair
  UNION ALL
  SELECT exporter_iso, group_id, 'M' AS flow_code, $destination_iso AS reporter_block, exporter_iso AS partner_block
  FROM pair
),
covered AS (
  SELECT p.exporter_iso, p.group_id, COUNT(DISTINCT f.month_index) AS covered_months
  FROM side AS p
  JOIN file AS f ON f.flow_code = p.flow_code AND f.reporter_block = p.reporter_block
  JOIN file_partner AS n
    ON n.flow_code = f.flow_code AND n.snapshot_id = f.snapshot_id AND n.partner_block = p.partner_block
  JOIN file_group AS g
    ON g.flow_code = f.flow_code AND g.snapshot_id = f.snapshot_id AND g.group_id = p.group_id
  GROUP BY p.exporter_iso, p.group_id
)
SELECT
  p.exporter_iso,
  p.group_id,
  p.currency_code,
  p.is_cut = 1 AS is_cut,
  p.months_before,
  p.first_month,
  COALESCE(v.covered_months, 0) AS covered_months,
  MAX(c.month_index) AS last_month,
  COUNT(*) AS traded_months,
  CAST(SUM(TRY_CAST(c.value AS DECIMAL(38, 2))) AS DOUBLE) AS traded_value,
  CAST(COALESCE(SUM(CASE WHEN c.month_index < p.first_month + 12 THEN TRY_CAST(c.value AS DECIMAL(38, 2)) END), 0) AS DOUBLE)
    AS first_year_value
FROM pair AS p
JOIN flows__cell AS c
  ON c.exporter_iso = p.exporter_iso AND c.group_id = p.group_id AND c.importer_iso = $destination_iso
  AND c.month_index > $cutoff_month AND c.value > 0
LEFT JOIN covered AS v ON v.exporter_iso = p.exporter_iso AND v.group_id = p.group_id
WHERE p.first_month IS NOT NULL
GROUP BY p.exporter_iso, p.group_id, p.currency_code, p.is_cut, p.months_before, p.first_month, v.covered_months
ORDER BY p.exporter_iso, p.group_id
