-- One row for each importer outside the coalition and the destination: lines and values before and after the cut-off,
-- of all goods, of the study's list (full) and of the short list (narrow). After the cut-off the code itself must be on
-- the list; before it any code of its group over HS editions counts, so that a new code has its predecessor's history.
WITH coalition AS (
  SELECT DISTINCT country_iso
  FROM codes__country_set
  WHERE set_id = $coalition_set
    AND (valid_to_on IS NULL OR valid_to_on >= CAST($cutoff_on AS DATE))
),
narrow_group AS (
  SELECT DISTINCT COALESCE(g.group_id, c.hs6) AS group_id
  FROM codes__controlled_good AS c
  LEFT JOIN codes__hs_group AS g ON g.hs6 = c.hs6
  WHERE c.list_id = $narrow_list
),
listed AS (
  SELECT
    c.hs6,
    MAX(CASE WHEN c.list_id = $narrow_list THEN 1 ELSE 0 END) = 1 AS is_narrow,
    MAX(CASE WHEN g.is_break OR g.is_predecessor_unverified THEN 1 ELSE 0 END) = 1 AS is_rescoped
  FROM codes__controlled_good AS c
  LEFT JOIN codes__hs_group AS g ON g.hs6 = c.hs6
  WHERE c.list_id = $controls_list
    OR c.list_id = $narrow_list
  GROUP BY c.hs6
),
controlled AS (
  SELECT l.declaration_id, n.group_id IS NOT NULL AS is_narrow
  FROM (SELECT DISTINCT declaration_id, hs_group_id FROM linked__controlled_line) AS l
  LEFT JOIN narrow_group AS n ON n.group_id = l.hs_group_id
),
line AS (
  SELECT
    d.importer_party_id AS party_id,
    p.name,
    COALESCE(p.country_iso, d.importer_country_iso) AS country_iso,
    d.declared_on,
    d.declared_on >= CAST($cutoff_on AS DATE) AS is_after,
    d.value_usd,
    CASE
      WHEN d.declared_on >= CAST($cutoff_on AS DATE) THEN k.hs6 IS NOT NULL
      ELSE c.declaration_id IS NOT NULL
    END AS is_full,
    CASE
      WHEN d.declared_on >= CAST($cutoff_on AS DATE) THEN COALESCE(k.is_narrow, FALSE)
      ELSE COALESCE(c.is_narrow, FALSE)
    END AS is_narrow,
    COALESCE(k.is_rescoped, FALSE) AS is_rescoped
  FROM linked__declaration AS d
  JOIN linked__party AS p ON p.party_id = d.importer_party_id
  LEFT JOIN controlled AS c ON c.declaration_id = d.declaration_id
  LEFT JOIN listed AS k ON k.hs6 = d.hs6
  WHERE d.declared_on <= CAST($as_of_on AS DATE)
)
SELECT
  l.party_id,
  MIN(l.name) AS name,
  MIN(l.country_iso) AS country_iso,
  MIN(l.declared_on) AS first_on,
  COUNT(*) FILTER (WHERE NOT l.is_after) AS lines_before,
  COUNT(*) FILTER (WHERE l.is_narrow AND NOT l.is_after) AS narrow_before,
  COUNT(*) FILTER (WHERE l.is_narrow AND l.is_after) AS narrow_after,
  COUNT(*) FILTER (WHERE l.is_full AND NOT l.is_after) AS full_before,
  COUNT(*) FILTER (WHERE l.is_full AND l.is_after) AS full_after,
  COUNT(*) FILTER (WHERE l.is_full AND l.is_after AND NOT l.is_rescoped) AS full_after_same_scope,
  COUNT(*) FILTER (WHERE l.is_full AND l.is_after AND l.value_usd IS NULL) AS full_after_without_value,
  COALESCE(SUM(l.value_usd) FILTER (WHERE l.is_narrow AND NOT l.is_after), 0) AS narrow_value_before_usd,
  COALESCE(SUM(l.value_usd) FILTER (WHERE l.is_narrow AND l.is_after), 0) AS narrow_value_after_usd,
  COALESCE(SUM(l.value_usd) FILTER (WHERE l.is_full AND NOT l.is_after), 0) AS full_value_before_usd,
  COALESCE(SUM(l.value_usd) FILTER (WHERE l.is_full AND l.is_after), 0) AS full_value_after_usd
FROM line AS l
LEFT JOIN coalition AS g ON g.country_iso = l.country_iso
WHERE g.country_iso IS NULL
  AND l.country_iso IS NOT NULL
  AND l.country_iso <> $destination_iso
GROUP BY l.party_id
HAVING COUNT(*) FILTER (WHERE l.is_full AND l.is_after) > 0
ORDER BY l.party_id
