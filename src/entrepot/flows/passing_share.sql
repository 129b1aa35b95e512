-- Third countries' exports of listed goods to the destination against their imports of the same goods from everywhere, over
-- the last twelve months for which both are known, and how far they specialised in them before: the revealed comparative
-- advantage (Balassa), over all goods in the case's statistics. Values FOB: the exporter's figure where there is one.
WITH coalition AS (
  SELECT DISTINCT country_iso
  FROM codes__country_set
  WHERE set_id = $coalition_set
    AND (valid_to_on IS NULL OR valid_to_on >= CAST($cutoff_on AS DATE))
),
hub AS (
  SELECT x.exporter_iso AS hub_iso, MIN(x.last_month) AS out_month, MIN(m.last_month) AS in_month
  FROM (SELECT exporter_iso, MAX(month_index) AS last_month FROM flows__cell GROUP BY exporter_iso) AS x
  JOIN (SELECT importer_iso, MAX(month_index) AS last_month FROM flows__cell GROUP BY importer_iso) AS m
    ON m.importer_iso = x.exporter_iso
  LEFT JOIN coalition AS c ON c.country_iso = x.exporter_iso
  WHERE c.country_iso IS NULL
    AND x.exporter_iso NOT IN ('EU', $destination_iso)
  GROUP BY x.exporter_iso
),
window_of AS (
  SELECT hub_iso, CASE WHEN out_month < in_month THEN out_month ELSE in_month END AS last_month
  FROM hub
),
before AS (
  SELECT
    exporter_iso,
    group_id,
    MAX(CASE WHEN goods_role = 'listed' THEN 0 ELSE 1 END) AS is_unlisted,
    SUM(TRY_CAST(value AS DECIMAL(38, 2))) AS value
  FROM flows__cell
  WHERE month_index BETWEEN $baseline_from AND $baseline_to
    AND value > 0
  GROUP BY exporter_iso, group_id
),
country AS (
  SELECT exporter_iso, SUM(value) AS value, SUM(CASE WHEN is_unlisted = 1 THEN value ELSE 0 END) AS unlisted_value
  FROM before
  GROUP BY exporter_iso
),
goods AS (
  SELECT group_id, SUM(value) AS value
  FROM before
  GROUP BY group_id
),
whole AS (
  SELECT SUM(value) AS value
  FROM before
),
passed_out AS (
  SELECT
    c.exporter_iso AS hub_iso,
    c.group_id,
    w.last_month,
    MAX(CASE WHEN c.is_rescoped OR c.is_cut THEN 1 ELSE 0 END) AS is_rescoped,
    MIN(c.currency_code) AS currency_code,
    SUM(TRY_CAST(c.value AS DECIMAL(38, 2))) AS export_value
  FROM flows__cell AS c
  JOIN window_of AS w ON w.hub_iso = c.exporter_iso
  WHERE c.importer_iso = $destination_iso
    AND c.goods_role = 'listed'
    AND c.month_index BETWEEN w.last_month - 11 AND w.last_month
    AND c.value > 0
  GROUP BY c.exporter_iso, c.group_id, w.last_month
),
taken_in AS (
  SELECT c.importer_iso AS hub_iso, c.group_id, SUM(TRY_CAST(c.value AS DECIMAL(38, 2))) AS import_value
  FROM flows__cell AS c
  JOIN window_of AS w ON w.hub_iso = c.importer_iso
  WHERE c.month_index BETWEEN w.last_month - 11 AND w.last_month
    AND c.value > 0
  GROUP BY c.importer_iso, c.group_id
),
own_report AS (
  SELECT r.reporter_block AS hub_iso, COUNT(DISTINCT r.month_index) AS import_months
  FROM flows__reporting AS r
  JOIN window_of AS w ON w.hub_iso = r.reporter_block
  WHERE r.flow_code = 'M'
    AND r.month_index BETWEEN w.last_month - 11 AND w.last_month
  GROUP BY r.reporter_block
)
SELECT
  p.hub_iso,
  p.group_id,
  p.last_month,
  p.is_rescoped = 1 AS is_rescoped,
  p.currency_code,
  CAST(p.export_value AS DOUBLE) AS export_value,
  CAST(COALESCE(t.import_value, 0) AS DOUBLE) AS import_value,
  COALESCE(o.import_months, 0) AS import_months_reported,
  CAST(COALESCE(b.value, 0) AS DOUBLE) AS before_value,
  CAST(k.value AS DOUBLE) AS before_all_value,
  CAST(k.unlisted_value AS DOUBLE) AS before_unlisted_value,
  CAST(g.value AS DOUBLE) AS world_value,
  CAST(a.value AS DOUBLE) AS world_all_value
FROM passed_out AS p
CROSS JOIN whole AS a
LEFT JOIN taken_in AS t ON t.hub_iso = p.hub_iso AND t.group_id = p.group_id
LEFT JOIN own_report AS o ON o.hub_iso = p.hub_iso
LEFT JOIN before AS b ON b.exporter_iso = p.hub_iso AND b.group_id = p.group_id
LEFT JOIN country AS k ON k.exporter_iso = p.hub_iso
LEFT JOIN goods AS g ON g.group_id = p.group_id
ORDER BY p.hub_iso, p.group_id
