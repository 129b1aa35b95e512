-- Goods codes that are on the study's list at any time, or in one group with such a code over HS editions: the codes of
-- linked__controlled_line, for statements that would otherwise join every line by its id.
WITH harmonised AS (
  SELECT hs6, MIN(group_id) AS group_id
  FROM codes__hs_group
  GROUP BY hs6
),
entry AS (
  SELECT DISTINCT COALESCE(h.group_id, g.hs6) AS group_id
  FROM codes__controlled_good AS g
  LEFT JOIN harmonised AS h ON h.hs6 = g.hs6
  WHERE g.list_id = $controls_list
)
SELECT h.hs6, h.group_id
FROM harmonised AS h
JOIN entry AS e ON e.group_id = h.group_id
UNION
SELECT e.group_id AS hs6, e.group_id
FROM entry AS e
LEFT JOIN harmonised AS h ON h.hs6 = e.group_id
WHERE h.hs6 IS NULL
ORDER BY hs6
