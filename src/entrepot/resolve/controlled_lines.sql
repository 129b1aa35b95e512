-- Declaration lines whose code, or a code joined to it over HS editions, is on the study's goods list at any time.
WITH harmonised AS (
  SELECT hs6, min(group_id) AS group_id
  FROM codes__hs_group
  GROUP BY hs6
),
broken AS (
  SELECT DISTINCT group_id
  FROM codes__hs_group
  WHERE is_break
),
-- A code that no edition change touched is a group of its own.
entry AS (
  SELECT coalesce(h.group_id, g.hs6) AS group_id, g.tier, g.valid_from_on, g.valid_to_on
  FROM codes__controlled_good g
  LEFT JOIN harmonised h ON h.hs6 = g.hs6
  WHERE g.list_id = $controls_list
),
listed AS (
  SELECT group_id, min(tier) AS tier
  FROM entry
  GROUP BY group_id
),
line AS (
  SELECT DISTINCT
    d.declaration_id,
    d.declared_on,
    coalesce(h.group_id, d.hs6) AS group_id
  FROM core__declaration d
  LEFT JOIN harmonised h ON h.hs6 = d.hs6
  WHERE d.hs6 IS NOT NULL
),
then_listed AS (
  SELECT DISTINCT e.group_id, l.declared_on
  FROM entry e
  JOIN (SELECT DISTINCT group_id, declared_on FROM line) l
    ON l.group_id = e.group_id
    AND l.declared_on >= e.valid_from_on
    AND (e.valid_to_on IS NULL OR l.declared_on <= e.valid_to_on)
)
SELECT
  l.declaration_id,
  l.group_id AS hs_group_id,
  g.tier,
  b.group_id IS NOT NULL AS is_break,
  t.group_id IS NOT NULL AS is_listed_then
FROM line l
JOIN listed g ON g.group_id = l.group_id
LEFT JOIN broken b ON b.group_id = l.group_id
LEFT JOIN then_listed t ON t.group_id = l.group_id AND t.declared_on = l.declared_on
ORDER BY l.declaration_id
