-- Goods codes on a list at any time, with the codes joined to them over editions of the Harmonised System.
WITH harmonised AS (
  SELECT hs6, MIN(group_id) AS group_id
  FROM codes__hs_group
  GROUP BY hs6
),
listed AS (
  SELECT DISTINCT COALESCE(h.group_id, g.hs6) AS group_id
  FROM codes__controlled_good AS g
  LEFT JOIN harmonised AS h ON h.hs6 = g.hs6
  WHERE g.list_id = $controls_list
)
SELECT l.group_id AS hs6
FROM listed AS l
UNION
SELECT h.hs6
FROM harmonised AS h
JOIN listed AS l ON l.group_id = h.group_id
ORDER BY hs6
