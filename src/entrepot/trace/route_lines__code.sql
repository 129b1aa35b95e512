-- Goods codes of the case with their group over editions, whether the group broke, and whether the code is new in HS2022.
WITH harmonised AS (
  SELECT
    hs6,
    MIN(group_id) AS group_id,
    MAX(CASE WHEN is_break OR is_predecessor_unverified THEN 1 ELSE 0 END) AS is_broken,
    MAX(CASE WHEN is_new_2022 THEN 1 ELSE 0 END) AS is_new
  FROM codes__hs_group
  GROUP BY hs6
),
broken AS (
  SELECT group_id, MAX(is_broken) AS is_broken
  FROM harmonised
  GROUP BY group_id
),
listed AS (
  SELECT DISTINCT COALESCE(h.group_id, g.hs6) AS group_id
  FROM codes__controlled_good AS g
  LEFT JOIN harmonised AS h ON h.hs6 = g.hs6
  WHERE g.list_id = $controls_list
),
used AS (
  SELECT DISTINCT hs6
  FROM linked__declaration
  WHERE hs6 IS NOT NULL
)
SELECT
  u.hs6,
  COALESCE(h.group_id, u.hs6) AS hs_group_id,
  COALESCE(b.is_broken, 0) AS is_broken,
  COALESCE(h.is_new, 0) AS is_new,
  CASE WHEN l.group_id IS NULL THEN 0 ELSE 1 END AS is_listed
FROM used AS u
LEFT JOIN harmonised AS h ON h.hs6 = u.hs6
LEFT JOIN broken AS b ON b.group_id = h.group_id
LEFT JOIN listed AS l ON l.group_id = COALESCE(h.group_id, u.hs6)
ORDER BY u.hs6
