-- Every reported monthly figure of goods that counts, once: six-digit rows, or eight-digit rows where a reporter gives them,
-- never both and never four-digit ones; exports and imports alone, so that re-exports are not added; no reconciled figures,
-- which have lost the difference between the two sides, and no totals of all partners. A published EU total where there is
-- one, the members otherwise; FOB of exports and CIF of imports where a reporter gives both; one file where two hold the same
-- figure. `value` is in one currency; trade within the EU is left out. `is_withheld` marks a row that stands there without one.
WITH eu AS (
  SELECT DISTINCT country_iso
  FROM codes__country_set
  WHERE set_id = 'eu27'
    AND (valid_to_on IS NULL OR valid_to_on >= CAST($cutoff_on AS DATE))
),
flow AS (
  SELECT
    f.flow_code,
    CASE WHEN re.country_iso IS NOT NULL OR f.reporter_iso = 'EU' THEN 'EU' ELSE f.reporter_iso END AS reporter_block,
    CASE WHEN pe.country_iso IS NOT NULL OR f.partner_iso = 'EU' THEN 'EU' ELSE f.partner_iso END AS partner_block,
    f.reporter_iso,
    f.partner_iso,
    COALESCE(g.group_id, f.hs6) AS group_id,
    f.hs6,
    f.goods_level,
    f.goods_code,
    f.hs_edition,
    f.period_on,
    CAST(EXTRACT(YEAR FROM f.period_on) * 12 + EXTRACT(MONTH FROM f.period_on) - 1 AS BIGINT) AS month_index,
    COALESCE(f.valuation, CASE WHEN f.flow_code = 'X' THEN 'FOB' ELSE 'CIF' END) AS valuation,
    CASE
      WHEN $currency = 'EUR' THEN COALESCE(f.value_eur, f.value_usd / r.usd_per_eur)
      ELSE COALESCE(f.value_usd, f.value_eur * r.usd_per_eur)
    END AS value,
    CASE WHEN $currency = 'EUR' THEN f.value_eur IS NULL ELSE f.value_usd IS NULL END AS is_converted,
    f.value_eur IS NULL AND f.value_usd IS NULL AS is_withheld,
    f.net_mass_kg,
    f.snapshot_id,
    f.locator,
    f.provenance,
    f.publication
  FROM linked__trade_flow AS f
  LEFT JOIN codes__hs_group AS g ON g.hs6 = f.hs6
  LEFT JOIN eu AS re ON re.country_iso = f.reporter_iso
  LEFT JOIN eu AS pe ON pe.country_iso = f.partner_iso
  LEFT JOIN flows__euro_rate AS r ON r.period_on = f.period_on
  WHERE f.flow_code IN ('X', 'M')
    AND f.partner_iso <> 'WORLD'
    AND f.frequency = 'M'
    AND f.goods_level IN ('HS6', 'CN8')
    AND f.period_on <= CAST($as_of_on AS DATE)
    AND LOWER(COALESCE(f.valuation, '')) <> 'reconciled'
),
marked AS (
  SELECT
    f.*,
    COALESCE(
      MIN(CASE WHEN NOT f.is_withheld THEN f.goods_level END) OVER (
        PARTITION BY f.flow_code, f.reporter_iso, f.partner_iso, f.hs6, f.month_index
      ),
      MIN(f.goods_level) OVER (PARTITION BY f.flow_code, f.reporter_iso, f.partner_iso, f.hs6, f.month_index)
    ) AS kept_level,
    MIN(CASE WHEN f.valuation = CASE WHEN f.flow_code = 'X' THEN 'FOB' ELSE 'CIF' END THEN 0 ELSE 1 END) OVER (
      PARTITION BY f.flow_code, f.reporter_iso, f.partner_iso, f.goods_level, f.goods_code, f.month_index
    ) AS kept_valuation,
    MAX(CASE WHEN f.reporter_iso = 'EU' THEN 1 ELSE 0 END) OVER (
      PARTITION BY f.flow_code, f.reporter_block, f.partner_iso, f.hs6, f.month_index
    ) AS has_reporter_total,
    MAX(CASE WHEN f.partner_iso = 'EU' THEN 1 ELSE 0 END) OVER (
      PARTITION BY f.flow_code, f.reporter_iso, f.partner_block, f.hs6, f.month_index
    ) AS has_partner_total
  FROM flow AS f
),
chosen AS (
  SELECT
    m.*,
    MIN(m.snapshot_id) OVER (
      PARTITION BY m.flow_code, m.reporter_iso, m.partner_iso, m.goods_code, m.month_index
    ) AS kept_snapshot_id
  FROM marked AS m
  WHERE m.goods_level = m.kept_level
    AND m.kept_valuation = CASE WHEN m.valuation = CASE WHEN m.flow_code = 'X' THEN 'FOB' ELSE 'CIF' END THEN 0 ELSE 1 END
    AND (m.has_reporter_total = 0 OR m.reporter_iso = 'EU')
    AND (m.has_partner_total = 0 OR m.partner_iso = 'EU')
    AND m.reporter_block <> m.partner_block
)
SELECT
  flow_code,
  CASE WHEN flow_code = 'X' THEN reporter_block ELSE partner_block END AS exporter_iso,
  CASE WHEN flow_code = 'X' THEN partner_block ELSE reporter_block END AS importer_iso,
  reporter_block,
  partner_block,
  reporter_iso,
  partner_iso,
  group_id,
  goods_level,
  goods_code,
  hs_edition,
  period_on,
  month_index,
  valuation,
  $currency AS currency_code,
  value,
  is_converted,
  is_withheld,
  net_mass_kg,
  snapshot_id,
  locator,
  provenance,
  publication
FROM chosen
WHERE snapshot_id = kept_snapshot_id
ORDER BY flow_code, reporter_block, partner_block, group_id, month_index, reporter_iso, partner_iso, goods_code, snapshot_id, locator
