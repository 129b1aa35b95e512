-- Brands by what was dispatched directly, from home or by the maker itself, before the day, while orders ran
-- out and later, and by what came another way. Lines without a country of dispatch, or without a seat and not of the maker,
-- are neither. Dollars and lines are those of months of the destination's import ledger, as the days are that they are
-- divided by; only the last direct day is that of any ledger. `longest_gap_days` lies between two months with direct lines before.
WITH known AS (
  SELECT
    b.brand_key, c.phase, c.is_in_ledger, c.lines, c.unvalued, c.value_usd, c.first_on, c.last_on, c.month_index, c.dispatch_iso,
    CASE
      WHEN o.brand_key IS NOT NULL OR c.is_home = 1 THEN 'direct'
      WHEN c.producer_hq_iso <> '' AND c.dispatch_iso <> '' THEN 'other'
      ELSE 'not_stated'
    END AS way
  FROM trace__route_cell AS c
  JOIN trace__route_brand AS b
    ON b.maker_id = c.maker_id AND b.brand = c.brand AND b.producer_name = c.producer_name AND b.is_first = 1
  LEFT JOIN trace__route_own AS o ON o.brand_key = b.brand_key AND o.exporter_id = c.exporter_id
  WHERE b.brand_key <> ''
),
direct_month AS (
  SELECT brand_key, month_index, MIN(first_on) AS first_on, MAX(last_on) AS last_on
  FROM known
  WHERE way = 'direct' AND phase = 0 AND is_in_ledger = 1
  GROUP BY brand_key, month_index
),
spaced AS (
  SELECT
    brand_key,
    date_diff('day', LAG(last_on) OVER (PARTITION BY brand_key ORDER BY month_index), first_on) AS gap_days
  FROM direct_month
),
gap AS (
  SELECT brand_key, MAX(gap_days) AS longest_gap_days
  FROM spaced
  GROUP BY brand_key
),
last_direct AS (
  SELECT brand_key, MAX(last_on) AS last_on
  FROM known
  WHERE way = 'direct'
  GROUP BY brand_key
),
summed AS (
  SELECT
    brand_key,
    CAST(SUM(CASE WHEN way = 'direct' AND phase = 0 THEN lines ELSE 0 END) AS BIGINT) AS direct_lines_before,
    CAST(SUM(CASE WHEN way = 'direct' AND phase = 0 THEN value_usd ELSE 0 END) AS DOUBLE) AS direct_usd_before,
    COUNT(DISTINCT CASE WHEN way = 'direct' AND phase = 0 THEN month_index END) AS direct_months_before,
    CAST(SUM(CASE WHEN way = 'direct' AND phase = 1 THEN value_usd ELSE 0 END) AS DOUBLE) AS direct_usd_run_out,
    CAST(SUM(CASE WHEN way = 'direct' AND phase = 2 THEN lines ELSE 0 END) AS BIGINT) AS direct_lines_later,
    CAST(SUM(CASE WHEN way = 'direct' AND phase = 2 THEN value_usd ELSE 0 END) AS DOUBLE) AS direct_usd_later,
    CAST(SUM(CASE WHEN way = 'direct' AND phase = 0 THEN unvalued ELSE 0 END) AS BIGINT) AS direct_unvalued_before,
    CAST(SUM(CASE WHEN way = 'direct' AND phase = 2 THEN unvalued ELSE 0 END) AS BIGINT) AS direct_unvalued_later,
    CAST(SUM(CASE WHEN way = 'other' AND phase > 0 THEN unvalued ELSE 0 END) AS BIGINT) AS other_unvalued_since,
    CAST(SUM(CASE WHEN way = 'other' AND phase = 0 THEN value_usd ELSE 0 END) AS DOUBLE) AS other_usd_before,
    CAST(SUM(CASE WHEN way = 'other' AND phase > 0 THEN lines ELSE 0 END) AS BIGINT) AS other_lines_since,
    CAST(SUM(CASE WHEN way = 'other' AND phase > 0 THEN value_usd ELSE 0 END) AS DOUBLE) AS other_usd_since,
    MIN(CASE WHEN way = 'other' AND phase > 0 THEN first_on END) AS other_first_on,
    CAST(SUM(CASE WHEN way = 'not_stated' THEN lines ELSE 0 END) AS BIGINT) AS not_stated_lines
  FROM known
  WHERE is_in_ledger = 1
  GROUP BY brand_key
)
SELECT
  s.brand_key,
  direct_lines_before,
  direct_usd_before,
  direct_months_before,
  CAST(g.longest_gap_days AS BIGINT) AS longest_gap_days,
  direct_usd_run_out,
  direct_lines_later,
  direct_usd_later,
  direct_unvalued_before,
  direct_unvalued_later,
  d.last_on AS last_direct_on,
  other_usd_before,
  other_lines_since,
  other_usd_since,
  other_unvalued_since,
  other_first_on,
  not_stated_lines
FROM summed AS s
JOIN gap AS g ON g.brand_key = s.brand_key
JOIN last_direct AS d ON d.brand_key = s.brand_key
WHERE direct_usd_before >= CAST($direct_usd_min AS DOUBLE)
  AND direct_months_before >= CAST($direct_months_min AS BIGINT)
ORDER BY s.brand_key
