-- From when to when each reporter has figures, how many months lack between, and since when it publishes none though others
-- of the same flow go on for longer than those who are merely late.
WITH newest AS (
  SELECT flow_code, MAX(month_index) AS newest_month
  FROM flows__reporting
  GROUP BY flow_code
),
span AS (
  SELECT
    reporter_block,
    reporter_iso,
    flow_code,
    MIN(month_index) AS first_month,
    MAX(month_index) AS last_month,
    COUNT(*) AS month_count,
    SUM(row_count) AS row_count,
    COUNT(DISTINCT snapshot_id) AS file_count
  FROM flows__reporting
  GROUP BY reporter_block, reporter_iso, flow_code
)
SELECT
  s.reporter_block,
  s.reporter_iso,
  s.flow_code,
  s.first_month,
  s.last_month,
  s.last_month - s.first_month + 1 - s.month_count AS gap_months,
  CASE WHEN n.newest_month - s.last_month > $late_months THEN s.last_month + 1 END AS stopped_month,
  s.month_count,
  s.row_count,
  s.file_count
FROM span AS s
JOIN newest AS n ON n.flow_code = s.flow_code
ORDER BY s.reporter_block, s.reporter_iso, s.flow_code
