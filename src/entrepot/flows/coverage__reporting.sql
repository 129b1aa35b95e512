-- In which months a reporter has figures of goods, by flow.
SELECT
  reporter_block,
  reporter_iso,
  flow_code,
  month_index,
  COUNT(*) AS row_count,
  MIN(snapshot_id) AS snapshot_id
FROM flows__cell_row
GROUP BY reporter_block, reporter_iso, flow_code, month_index
ORDER BY reporter_block, reporter_iso, flow_code, month_index
