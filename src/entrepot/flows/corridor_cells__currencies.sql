-- How many monthly figures stand in each currency, by month.
SELECT
  period_on,
  COUNT(value_eur) AS eur_count,
  COUNT(value_usd) AS usd_count
FROM linked__trade_flow
WHERE flow_code IN ('X', 'M')
  AND frequency = 'M'
  AND goods_level IN ('HS6', 'CN8')
  AND LOWER(COALESCE(valuation, '')) <> 'reconciled'
GROUP BY period_on
ORDER BY period_on
