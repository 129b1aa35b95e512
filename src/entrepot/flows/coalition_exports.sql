-- Exports of listed goods from the coalition as the exporters report them: one row a reported figure, by goods group.
-- Members of the EU form one block. Levels are never added: eight-digit rows where a reporter gives them, six-digit rows
-- otherwise; a published EU total where there is one, the members otherwise; one file where two hold the same figure;
-- euro where a block reports euro, US dollars otherwise. `is_listed` marks the codes on the list themselves: the other
-- codes of a group are predecessors and siblings. `is_rescoped` marks groups whose scope changed with the edition.
WITH coalition AS (
  SELECT DISTINCT country_iso
  FROM codes__country_set
  WHERE set_id = $coalition_set
    AND (valid_to_on IS NULL OR valid_to_on >= CAST($cutoff_on AS DATE))
),
eu AS (
  SELECT DISTINCT country_iso
  FROM codes__country_set
  WHERE set_id = 'eu27'
    AND (valid_to_on IS NULL OR valid_to_on >= CAST($cutoff_on AS DATE))
),
listed AS (
  SELECT DISTINCT COALESCE(g.group_id, c.hs6) AS group_id
  FROM codes__controlled_good AS c
  LEFT JOIN codes__hs_group AS g ON g.hs6 = c.hs6
  WHERE c.list_id = $controls_list
),
code AS (
  SELECT k.hs6, k.group_id, MAX(k.is_listed) = 1 AS is_listed
  FROM (
    SELECT g.hs6, g.group_id, 0 AS is_listed
    FROM codes__hs_group AS g
    JOIN listed AS l ON l.group_id = g.group_id
    UNION ALL
    SELECT c.hs6, COALESCE(g.group_id, c.hs6) AS group_id, 1 AS is_listed
    FROM codes__controlled_good AS c
    LEFT JOIN codes__hs_group AS g ON g.hs6 = c.hs6
    WHERE c.list_id = $controls_list
  ) AS k
  GROUP BY k.hs6, k.group_id
),
rescoped AS (
  SELECT DISTINCT group_id
  FROM codes__hs_group
  WHERE is_break OR is_predecessor_unverified
),
flow AS (
  SELECT
    CASE WHEN e.country_iso IS NOT NULL OR f.reporter_iso = 'EU' THEN 'EU' ELSE f.reporter_iso END AS reporter_block,
    f.reporter_iso,
    f.partner_iso,
    p.country_iso IS NOT NULL AS is_partner_in_coalition,
    k.group_id,
    k.is_listed,
    b.group_id IS NOT NULL AS is_rescoped,
    f.hs6,
    f.hs_edition,
    f.goods_level,
    f.goods_code,
    f.period_on,
    CAST(EXTRACT(YEAR FROM f.period_on) * 12 + EXTRACT(MONTH FROM f.period_on) - 1 AS BIGINT) AS month_index,
    f.value_eur,
    f.value_usd,
    f.net_mass_kg,
    f.snapshot_id,
    f.locator,
    f.provenance,
    f.publication
  FROM linked__trade_flow AS f
  JOIN code AS k ON k.hs6 = f.hs6
  LEFT JOIN rescoped AS b ON b.group_id = k.group_id
  LEFT JOIN eu AS e ON e.country_iso = f.reporter_iso
  LEFT JOIN coalition AS c ON c.country_iso = f.reporter_iso
  LEFT JOIN coalition AS p ON p.country_iso = f.partner_iso
  WHERE f.flow_code = 'X'
    AND f.partner_iso <> 'WORLD'
    AND f.frequency = 'M'
    AND f.goods_level IN ('HS6', 'CN8')
    AND f.period_on <= CAST($as_of_on AS DATE)
    AND (c.country_iso IS NOT NULL OR f.reporter_iso = 'EU')
    AND (f.value_eur IS NOT NULL OR f.value_usd IS NOT NULL)
),
marked AS (
  SELECT
    f.*,
    MIN(f.goods_level) OVER (PARTITION BY f.reporter_iso, f.partner_iso, f.hs6, f.month_index) AS kept_level,
    MIN(f.snapshot_id) OVER (
      PARTITION BY f.reporter_iso, f.partner_iso, f.goods_level, f.goods_code, f.month_index
    ) AS kept_snapshot_id,
    MAX(CASE WHEN f.reporter_iso = 'EU' THEN 1 ELSE 0 END) OVER (
      PARTITION BY f.reporter_block, f.partner_iso, f.hs6, f.month_index
    ) AS has_total,
    MAX(CASE WHEN f.value_eur IS NOT NULL THEN 1 ELSE 0 END) OVER (PARTITION BY f.reporter_block) AS has_eur
  FROM flow AS f
)
SELECT
  reporter_block,
  partner_iso,
  is_partner_in_coalition,
  group_id,
  is_listed,
  is_rescoped,
  reporter_iso,
  goods_code,
  hs_edition,
  period_on,
  month_index,
  CASE WHEN has_eur = 1 THEN 'EUR' ELSE 'USD' END AS currency_code,
  CASE WHEN has_eur = 1 THEN value_eur ELSE value_usd END AS value,
  net_mass_kg,
  snapshot_id,
  locator,
  provenance,
  publication
FROM marked
WHERE goods_level = kept_level
  AND snapshot_id = kept_snapshot_id
  AND (has_total = 0 OR reporter_iso = 'EU')
  AND (has_eur = 0 OR value_eur IS NOT NULL)
ORDER BY reporter_block, partner_iso, group_id, month_index, reporter_iso, goods_code, snapshot_id, locator
