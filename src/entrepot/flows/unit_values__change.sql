-- Each exporter's premium of a goods group in the baseline and in the period: the monthly premiums weighted by the mass that
-- went to the destination, so that small lots count little.
WITH placed AS (
  SELECT
    u.*,
    u.month_index BETWEEN $baseline_from AND $baseline_to AS is_baseline,
    u.month_index BETWEEN $period_from AND $period_to AS is_period
  FROM flows__unit_value AS u
)
SELECT
  reporter_iso,
  group_id,
  goods_role,
  currency_code,
  COUNT(premium) FILTER (WHERE is_baseline) AS baseline_months,
  COUNT(premium) FILTER (WHERE is_period) AS period_months,
  SUM(premium * mass_kg) FILTER (WHERE is_baseline)
    / NULLIF(SUM(mass_kg) FILTER (WHERE is_baseline AND premium IS NOT NULL), 0) AS baseline_premium,
  SUM(premium * mass_kg) FILTER (WHERE is_period)
    / NULLIF(SUM(mass_kg) FILTER (WHERE is_period AND premium IS NOT NULL), 0) AS period_premium,
  COALESCE(SUM(value) FILTER (WHERE is_period), 0) AS period_value,
  SUM(row_count) FILTER (WHERE is_baseline OR is_period) AS row_count,
  SUM(priced_count) FILTER (WHERE is_baseline OR is_period) AS priced_count,
  SUM(rest_row_count) FILTER (WHERE is_baseline OR is_period) AS rest_row_count,
  SUM(rest_priced_count) FILTER (WHERE is_baseline OR is_period) AS rest_priced_count
FROM placed
WHERE is_baseline OR is_period
GROUP BY reporter_iso, group_id, goods_role, currency_code
HAVING SUM(row_count) FILTER (WHERE is_baseline OR is_period) > 0
ORDER BY reporter_iso, group_id
