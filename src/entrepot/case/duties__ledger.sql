-- Lines a month of each ledger: whose customs, and which direction.
SELECT reporting_iso, direction, CAST(date_trunc('month', declared_on) AS DATE) AS month_on, count(*) AS lines
FROM linked__declaration
GROUP BY reporting_iso, direction, CAST(date_trunc('month', declared_on) AS DATE)
ORDER BY reporting_iso NULLS LAST, direction, month_on
