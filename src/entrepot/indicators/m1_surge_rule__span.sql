-- The last month of each reporting block.
SELECT reporter_block, MAX(month_index) AS last_month
FROM flows__coalition_export
GROUP BY reporter_block
ORDER BY reporter_block
