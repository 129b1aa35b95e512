-- Twelve months to the last one, against the yearly mean of the baseline years, by corridor and goods group and by
-- corridor over the whole list (goods group '*'). The mean is taken over the months that the block's figures cover.
-- The twelve months hold listed codes only, the baseline the whole group: where a predecessor was broader the rise is
-- understated. The whole list leaves out groups whose scope changed,
-- and those whose code an edition cut (`$cut_groups`).
WITH span AS (
  SELECT
    reporter_block,
    MAX(month_index) AS last_month
  FROM flows__coalition_export
  GROUP BY reporter_block
),
covered AS (
  SELECT
    s.reporter_block,
    s.last_month,
    COUNT(DISTINCT CASE WHEN x.month_index <= s.last_month - 12 THEN x.month_index END) AS baseline_months
  FROM flows__coalition_export AS x
  JOIN span AS s ON s.reporter_block = x.reporter_block
  WHERE x.month_index BETWEEN $baseline_from_month AND $baseline_to_month
  GROUP BY s.reporter_block, s.last_month
),
goods AS (
  SELECT
    reporter_block, partner_iso, group_id, is_rescoped, is_listed, currency_code, month_index, value, net_mass_kg
  FROM flows__coalition_export
  WHERE NOT is_partner_in_coalition
    AND partner_iso <> $destination_iso
  UNION ALL
  SELECT
    reporter_block, partner_iso, '*' AS group_id, is_rescoped, is_listed, currency_code, month_index, value, net_mass_kg
  FROM flows__coalition_export
  WHERE NOT is_rescoped
    AND NOT list_contains($cut_groups, group_id)
    AND NOT is_partner_in_coalition
    AND partner_iso <> $destination_iso
),
corridor AS (
  SELECT
    g.reporter_block,
    g.partner_iso,
    g.group_id,
    g.is_rescoped,
    g.currency_code,
    c.last_month,
    c.baseline_months,
    COALESCE(SUM(g.value) FILTER (WHERE g.is_listed AND g.month_index > c.last_month - 12), 0) AS value_12m,
    COALESCE(SUM(g.net_mass_kg) FILTER (WHERE g.is_listed AND g.month_index > c.last_month - 12), 0) AS mass_12m_kg,
    COALESCE(
      SUM(g.value) FILTER (
        WHERE g.month_index BETWEEN $baseline_from_month AND $baseline_to_month AND g.month_index <= c.last_month - 12
      ), 0
    ) AS baseline_sum,
    COALESCE(
      SUM(g.net_mass_kg) FILTER (
        WHERE g.month_index BETWEEN $baseline_from_month AND $baseline_to_month AND g.month_index <= c.last_month - 12
      ), 0
    ) AS baseline_mass_sum_kg
  FROM goods AS g
  JOIN covered AS c ON c.reporter_block = g.reporter_block
  GROUP BY
    g.reporter_block, g.partner_iso, g.group_id, g.is_rescoped, g.currency_code, c.last_month, c.baseline_months
)
SELECT
  reporter_block,
  partner_iso,
  group_id,
  is_rescoped,
  currency_code,
  last_month,
  baseline_months,
  value_12m,
  baseline_sum * 12.0 / baseline_months AS baseline_12m,
  mass_12m_kg,
  baseline_mass_sum_kg * 12.0 / baseline_months AS baseline_mass_12m_kg
FROM corridor
WHERE baseline_months > 0
ORDER BY reporter_block, partner_iso, group_id
