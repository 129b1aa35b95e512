-- Price in `currency_code` per kilogram that an exporter states month by month, to the destination and to all its other
-- customers: one row an exporter, goods group and month in which it sold to both with a mass. Rows with a value but without a
-- mass (or the other way round) count in `row_count` alone.
WITH sold AS (
  SELECT
    r.reporter_iso,
    r.group_id,
    g.goods_role,
    r.currency_code,
    r.month_index,
    r.partner_block = $destination_iso AS is_destination,
    r.value,
    r.net_mass_kg,
    COALESCE(r.value > 0 AND r.net_mass_kg > 0, FALSE) AS has_price
  FROM flows__cell_row AS r
  JOIN flows__goods_group AS g ON g.group_id = r.group_id
  WHERE r.flow_code = 'X'
    AND g.goods_role IN ('listed', 'placebo')
    AND NOT (g.is_rescoped OR g.is_cut)
),
summed AS (
  SELECT
    reporter_iso,
    group_id,
    goods_role,
    currency_code,
    month_index,
    COUNT(*) FILTER (WHERE is_destination) AS row_count,
    COUNT(*) FILTER (WHERE is_destination AND has_price) AS priced_count,
    COUNT(*) FILTER (WHERE NOT is_destination) AS rest_row_count,
    COUNT(*) FILTER (WHERE NOT is_destination AND has_price) AS rest_priced_count,
    -- Decimal sums do not depend on the order of the rows.
    CAST(SUM(TRY_CAST(value AS DECIMAL(38, 2))) FILTER (WHERE is_destination AND has_price) AS DOUBLE) AS value,
    CAST(SUM(TRY_CAST(net_mass_kg AS DECIMAL(38, 3))) FILTER (WHERE is_destination AND has_price) AS DOUBLE) AS mass_kg,
    CAST(SUM(TRY_CAST(value AS DECIMAL(38, 2))) FILTER (WHERE NOT is_destination AND has_price) AS DOUBLE) AS rest_value,
    CAST(SUM(TRY_CAST(net_mass_kg AS DECIMAL(38, 3))) FILTER (WHERE NOT is_destination AND has_price) AS DOUBLE) AS rest_mass_kg
  FROM sold
  GROUP BY reporter_iso, group_id, goods_role, currency_code, month_index
)
SELECT
  reporter_iso,
  group_id,
  goods_role,
  currency_code,
  month_index,
  row_count,
  priced_count,
  rest_row_count,
  rest_priced_count,
  value,
  mass_kg,
  rest_value,
  rest_mass_kg,
  CASE WHEN mass_kg > 0 AND rest_mass_kg > 0 THEN LN((value / mass_kg) / (rest_value / rest_mass_kg)) END AS premium
FROM summed
ORDER BY reporter_iso, group_id, month_index
