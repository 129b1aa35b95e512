-- Monthly average since the cut-off against the baseline window, by corridor over the listed goods of unchanged scope,
-- without those whose code an edition cut (`$cut_groups`).
-- Averages are taken over the months that the block's figures cover, so that a month without trade counts as zero.
-- `baseline_average` leaves the stockpiling months out; `baseline_with_stockpiling` runs on to the cut-off.
WITH covered AS (
  SELECT
    reporter_block,
    COUNT(
      DISTINCT CASE
        WHEN month_index BETWEEN $baseline_from_month AND $baseline_to_month
          AND NOT month_index BETWEEN $stock_from_month AND $stock_to_month
          THEN month_index
      END
    ) AS baseline_months,
    COUNT(
      DISTINCT CASE WHEN month_index BETWEEN $baseline_from_month AND $before_month THEN month_index END
    ) AS months_with_stockpiling,
    COUNT(
      DISTINCT CASE WHEN month_index BETWEEN $period_from_month AND $period_to_month THEN month_index END
    ) AS period_months,
    MAX(CASE WHEN month_index <= $period_to_month THEN month_index END) AS last_month
  FROM flows__coalition_export
  GROUP BY reporter_block
),
corridor AS (
  SELECT
    reporter_block,
    partner_iso,
    currency_code,
    SUM(
      CASE
        WHEN month_index BETWEEN $baseline_from_month AND $baseline_to_month
          AND NOT month_index BETWEEN $stock_from_month AND $stock_to_month
          THEN value
        ELSE 0
      END
    ) AS baseline_sum,
    SUM(
      CASE WHEN month_index BETWEEN $baseline_from_month AND $before_month THEN value ELSE 0 END
    ) AS sum_with_stockpiling,
    SUM(
      CASE WHEN month_index BETWEEN $period_from_month AND $period_to_month THEN value ELSE 0 END
    ) AS period_sum
  FROM flows__coalition_export
  WHERE NOT is_partner_in_coalition
    AND NOT is_rescoped
    AND NOT list_contains($cut_groups, group_id)
  GROUP BY reporter_block, partner_iso, currency_code
)
SELECT
  c.reporter_block,
  c.partner_iso,
  c.currency_code,
  v.baseline_months,
  v.period_months,
  v.last_month,
  c.baseline_sum / NULLIF(v.baseline_months, 0) AS baseline_average,
  c.sum_with_stockpiling / NULLIF(v.months_with_stockpiling, 0) AS baseline_with_stockpiling,
  c.period_sum / NULLIF(v.period_months, 0) AS period_average
FROM corridor AS c
JOIN covered AS v ON v.reporter_block = c.reporter_block
ORDER BY c.reporter_block, c.partner_iso
