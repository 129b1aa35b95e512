-- Brand x goods x country of dispatch since the day that no line before it shows, with what is known of the time before.
WITH known AS (
  SELECT c.*, b.brand_key, b.is_first
  FROM trace__route_cell AS c
  JOIN trace__route_brand AS b ON b.maker_id = c.maker_id AND b.brand = c.brand AND b.producer_name = c.producer_name
),
seen AS (
  SELECT DISTINCT brand_key, hs_group_id, dispatch_iso
  FROM known
  WHERE phase = 0
),
used AS (
  SELECT
    brand_key, hs_group_id, dispatch_iso, SUM(lines) AS lines, SUM(value_usd) AS value_usd,
    SUM(unvalued) AS unvalued, COUNT(DISTINCT month_index) AS months, MIN(first_on) AS first_on, MAX(last_on) AS last_on,
    MAX(is_broken) AS is_broken, MAX(is_new) AS is_new
  FROM known
  WHERE phase > 0 AND is_first = 1 AND brand_key <> '' AND dispatch_iso <> ''
  GROUP BY brand_key, hs_group_id, dispatch_iso
),
route AS (
  SELECT u.*
  FROM used AS u
  LEFT JOIN seen AS s
    ON s.brand_key = u.brand_key AND s.hs_group_id = u.hs_group_id AND s.dispatch_iso = u.dispatch_iso
  WHERE s.brand_key IS NULL
    AND u.value_usd >= $value_min
),
watched AS (
  SELECT r.brand_key, r.hs_group_id, k.month_index
  FROM (SELECT DISTINCT brand_key, hs_group_id FROM route) AS r
  JOIN (SELECT DISTINCT brand_key, month_index FROM known WHERE phase = 0) AS k ON k.brand_key = r.brand_key
  UNION
  SELECT r.brand_key, r.hs_group_id, k.month_index
  FROM (SELECT DISTINCT brand_key, hs_group_id FROM route) AS r
  JOIN (SELECT DISTINCT hs_group_id, month_index FROM trace__route_cell WHERE phase = 0) AS k ON k.hs_group_id = r.hs_group_id
),
-- A month tells of a country of dispatch only where the destination's imports or that country's own exports are in the case.
covered AS (
  SELECT
    r.brand_key, r.hs_group_id, r.dispatch_iso, COUNT(*) AS months_any,
    COUNT(CASE WHEN i.month_index IS NOT NULL OR x.month_index IS NOT NULL THEN 1 END) AS months
  FROM route AS r
  JOIN watched AS w ON w.brand_key = r.brand_key AND w.hs_group_id = r.hs_group_id
  LEFT JOIN trace__route_ledger AS i ON i.month_index = w.month_index
  LEFT JOIN trace__route_export_ledger AS x ON x.country_iso = r.dispatch_iso AND x.month_index = w.month_index
  GROUP BY r.brand_key, r.hs_group_id, r.dispatch_iso
),
brand_before AS (
  SELECT brand_key, SUM(lines) AS lines
  FROM known
  WHERE phase = 0
  GROUP BY brand_key
),
pair_before AS (
  SELECT brand_key, hs_group_id, SUM(lines) AS lines, SUM(CASE WHEN dispatch_iso = '' THEN lines ELSE 0 END) AS unplaced
  FROM known
  WHERE phase = 0
  GROUP BY brand_key, hs_group_id
),
goods AS (
  SELECT
    hs_group_id,
    SUM(CASE WHEN phase = 0 THEN lines ELSE 0 END) AS lines_before,
    SUM(CASE WHEN phase = 0 AND brand_key <> '' THEN lines ELSE 0 END) AS branded_before,
    SUM(CASE WHEN phase > 0 THEN lines ELSE 0 END) AS lines_since,
    SUM(CASE WHEN phase > 0 AND brand_key <> '' THEN lines ELSE 0 END) AS branded_since
  FROM known
  WHERE is_first = 1
  GROUP BY hs_group_id
),
way AS (
  SELECT hs_group_id, dispatch_iso, SUM(lines) AS unbranded
  FROM known
  WHERE phase = 0 AND brand_key = ''
  GROUP BY hs_group_id, dispatch_iso
)
SELECT
  r.brand_key,
  r.hs_group_id,
  r.dispatch_iso,
  CAST(r.lines AS BIGINT) AS lines,
  CAST(r.value_usd AS DOUBLE) AS value_usd,
  CAST(r.unvalued AS BIGINT) AS unvalued_lines,
  CAST(r.months AS BIGINT) AS months,
  r.first_on,
  r.last_on,
  r.is_broken,
  r.is_new,
  CAST(COALESCE(c.months, 0) AS BIGINT) AS months_before,
  CAST(COALESCE(c.months_any, 0) AS BIGINT) AS months_any,
  CAST(COALESCE(p.lines, 0) AS BIGINT) AS pair_lines_before,
  CAST(COALESCE(p.unplaced, 0) AS BIGINT) AS unplaced_before,
  CAST(COALESCE(b.lines, 0) AS BIGINT) AS brand_lines_before,
  CAST(COALESCE(w.unbranded, 0) AS BIGINT) AS unbranded_before,
  CAST(g.lines_before AS BIGINT) AS goods_lines_before,
  CAST(g.branded_before AS BIGINT) AS goods_branded_before,
  CAST(g.lines_since AS BIGINT) AS goods_lines_since,
  CAST(g.branded_since AS BIGINT) AS goods_branded_since
FROM route AS r
JOIN goods AS g ON g.hs_group_id = r.hs_group_id
LEFT JOIN covered AS c ON c.brand_key = r.brand_key AND c.hs_group_id = r.hs_group_id AND c.dispatch_iso = r.dispatch_iso
LEFT JOIN pair_before AS p ON p.brand_key = r.brand_key AND p.hs_group_id = r.hs_group_id
LEFT JOIN brand_before AS b ON b.brand_key = r.brand_key
LEFT JOIN way AS w ON w.hs_group_id = r.hs_group_id AND w.dispatch_iso = r.dispatch_iso
ORDER BY r.value_usd DESC, r.brand_key, r.hs_group_id, r.dispatch_iso
