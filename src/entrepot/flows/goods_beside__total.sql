-- Exports of all goods together, as published, by reporter, partner and month.
SELECT
  f.reporter_iso,
  f.partner_iso,
  CAST(EXTRACT(YEAR FROM f.period_on) * 12 + EXTRACT(MONTH FROM f.period_on) - 1 AS BIGINT) AS month_index,
  CAST(SUM(TRY_CAST(CASE WHEN $currency_code = 'EUR' THEN f.value_eur ELSE f.value_usd END AS DECIMAL(38, 2))) AS DOUBLE) AS value
FROM linked__trade_flow AS f
WHERE f.goods_level = 'TOTAL'
  AND f.flow_code = 'X'
  AND f.frequency = 'M'
  AND list_contains($reporters, f.reporter_iso)
  AND f.period_on <= CAST($as_of_on AS DATE)
  AND CASE WHEN $currency_code = 'EUR' THEN f.value_eur ELSE f.value_usd END IS NOT NULL
GROUP BY f.reporter_iso, f.partner_iso, EXTRACT(YEAR FROM f.period_on) * 12 + EXTRACT(MONTH FROM f.period_on) - 1
ORDER BY f.reporter_iso, f.partner_iso, month_index
