-- The new routes of listed goods that the given importers used, the most valuable first.
WITH listed AS (
  SELECT DISTINCT COALESCE(g.group_id, c.hs6) AS hs_group_id
  FROM codes__controlled_good AS c
  LEFT JOIN codes__hs_group AS g ON g.hs6 = c.hs6
  WHERE c.list_id = $controls_list
),
broken AS (
  SELECT DISTINCT group_id
  FROM codes__hs_group
  WHERE is_break OR is_predecessor_unverified
),
own AS (
  SELECT l.importer_party_id, l.importer_iso, l.hs_group_id, l.maker, l.dispatch_iso, COUNT(*) AS lines,
         SUM(COALESCE(l.value_usd, 0)) AS value_usd, MIN(l.declared_on) AS first_on
  FROM receipt__line AS l
  JOIN listed AS d ON d.hs_group_id = l.hs_group_id
  LEFT JOIN broken AS b ON b.group_id = l.hs_group_id
  WHERE list_contains($party_ids, l.importer_party_id)
    AND l.declared_on >= CAST($cutoff_on AS DATE)
    AND l.declared_on <= CAST($as_of_on AS DATE)
    AND l.maker IS NOT NULL
    AND l.dispatch_iso IS NOT NULL
    AND b.group_id IS NULL
  GROUP BY l.importer_party_id, l.importer_iso, l.hs_group_id, l.maker, l.dispatch_iso
),
route AS (
  SELECT l.importer_iso, l.hs_group_id, l.maker, l.dispatch_iso,
         COUNT(*) FILTER (WHERE l.declared_on < CAST($cutoff_on AS DATE)) AS lines_before,
         SUM(CASE WHEN l.declared_on >= CAST($cutoff_on AS DATE) THEN COALESCE(l.value_usd, 0) ELSE 0 END) AS after_usd
  FROM receipt__line AS l
  JOIN (SELECT DISTINCT importer_iso, hs_group_id, maker FROM own) AS o
    ON o.importer_iso = l.importer_iso AND o.hs_group_id = l.hs_group_id AND o.maker = l.maker
  WHERE l.declared_on <= CAST($as_of_on AS DATE)
    AND l.dispatch_iso IS NOT NULL
  GROUP BY l.importer_iso, l.hs_group_id, l.maker, l.dispatch_iso
),
known AS (
  SELECT importer_iso, hs_group_id, maker, SUM(lines_before) AS lines_before
  FROM route
  GROUP BY importer_iso, hs_group_id, maker
)
SELECT
  o.importer_party_id AS party_id, o.importer_iso AS country_iso, o.hs_group_id, o.maker, o.dispatch_iso, o.lines,
  CAST(o.value_usd AS DOUBLE) AS value_usd, o.first_on, CAST(k.lines_before AS BIGINT) AS lines_before
FROM own AS o
JOIN route AS r
  ON r.importer_iso = o.importer_iso AND r.hs_group_id = o.hs_group_id AND r.maker = o.maker AND r.dispatch_iso = o.dispatch_iso
JOIN known AS k ON k.importer_iso = o.importer_iso AND k.hs_group_id = o.hs_group_id AND k.maker = o.maker
WHERE r.lines_before = 0
  AND r.after_usd >= $route_value_min
  AND k.lines_before >= $lines_before_min
ORDER BY o.importer_party_id, value_usd DESC, o.hs_group_id, o.maker, o.dispatch_iso
