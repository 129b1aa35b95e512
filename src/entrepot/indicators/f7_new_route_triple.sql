-- Importers after the cut-off: how many routes (goods, maker, country of dispatch) they used, and how many of these the
-- records of their country show for the first time, for listed and for civilian goods. Only goods of a maker that the
-- same records show before the cut-off in at least so many lines are compared; goods whose codes an edition broke are not.
WITH broken AS (
  SELECT DISTINCT group_id
  FROM codes__hs_group
  WHERE is_break OR is_predecessor_unverified
),
listed AS (
  SELECT DISTINCT COALESCE(g.group_id, c.hs6) AS hs_group_id
  FROM codes__controlled_good AS c
  LEFT JOIN codes__hs_group AS g ON g.hs6 = c.hs6
  WHERE c.list_id = $controls_list
),
used AS (
  SELECT
    l.importer_iso, l.importer_party_id, l.hs_group_id, l.maker, l.dispatch_iso,
    COUNT(*) FILTER (WHERE l.declared_on < CAST($cutoff_on AS DATE)) AS lines_before,
    COUNT(*) FILTER (WHERE l.declared_on >= CAST($cutoff_on AS DATE)) AS lines_after,
    SUM(CASE WHEN l.declared_on >= CAST($cutoff_on AS DATE) THEN COALESCE(l.value_usd, 0) ELSE 0 END) AS after_usd
  FROM receipt__line AS l
  WHERE l.declared_on <= CAST($as_of_on AS DATE)
    AND l.hs6 IS NOT NULL
    AND l.maker IS NOT NULL
    AND l.dispatch_iso IS NOT NULL
    AND l.importer_iso IS NOT NULL
  GROUP BY l.importer_iso, l.importer_party_id, l.hs_group_id, l.maker, l.dispatch_iso
),
route AS (
  SELECT importer_iso, hs_group_id, maker, dispatch_iso, SUM(lines_before) AS lines_before, SUM(after_usd) AS after_usd
  FROM used
  GROUP BY importer_iso, hs_group_id, maker, dispatch_iso
),
known AS (
  SELECT importer_iso, hs_group_id, maker
  FROM route
  GROUP BY importer_iso, hs_group_id, maker
  HAVING SUM(lines_before) >= $lines_before_min
)
SELECT
  u.importer_party_id AS party_id,
  u.importer_iso AS country_iso,
  d.hs_group_id IS NOT NULL AS is_listed,
  COUNT(*) AS routes,
  COUNT(*) FILTER (WHERE r.lines_before = 0 AND r.after_usd >= $route_value_min) AS new_routes,
  CAST(SUM(u.after_usd) AS DOUBLE) AS value_usd,
  CAST(SUM(CASE WHEN r.lines_before = 0 AND r.after_usd >= $route_value_min THEN u.after_usd ELSE 0 END) AS DOUBLE) AS new_usd
FROM used AS u
JOIN route AS r
  ON r.importer_iso = u.importer_iso AND r.hs_group_id = u.hs_group_id AND r.maker = u.maker AND r.dispatch_iso = u.dispatch_iso
JOIN known AS k ON k.importer_iso = u.importer_iso AND k.hs_group_id = u.hs_group_id AND k.maker = u.maker
LEFT JOIN listed AS d ON d.hs_group_id = u.hs_group_id
LEFT JOIN broken AS b ON b.group_id = u.hs_group_id
WHERE u.lines_after > 0
  AND b.group_id IS NULL
GROUP BY u.importer_party_id, u.importer_iso, d.hs_group_id IS NOT NULL
ORDER BY u.importer_party_id, u.importer_iso, is_listed
