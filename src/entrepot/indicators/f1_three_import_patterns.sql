-- Reads controlled__code and trade__line (each trade once). One row for each importer outside the coalition and the destination: lines and values before and after the cut-off,
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
-- What a code counts for, before and after the cut-off; the other codes count for all goods alone.
code AS (
  SELECT
    hs6,
    MAX(is_full_after) = 1 AS is_full_after,
    MAX(is_narrow_after) = 1 AS is_narrow_after,
    MAX(is_rescoped) = 1 AS is_rescoped,
    MAX(is_full_before) = 1 AS is_full_before,
    MAX(is_narrow_before) = 1 AS is_narrow_before
  FROM (
    SELECT
      k.hs6,
      1 AS is_full_after,
      CASE WHEN k.is_narrow THEN 1 ELSE 0 END AS is_narrow_after,
      CASE WHEN k.is_rescoped THEN 1 ELSE 0 END AS is_rescoped,
      0 AS is_full_before,
      0 AS is_narrow_before
    FROM listed AS k
    UNION ALL
    SELECT c.hs6, 0, 0, 0, 1, CASE WHEN n.group_id IS NOT NULL THEN 1 ELSE 0 END
    FROM controlled__code AS c
    LEFT JOIN narrow_group AS n ON n.group_id = c.group_id
  ) AS said
  GROUP BY hs6
),
line AS (
  SELECT
    d.importer_party_id AS party_id,
    d.importer_country_iso,
    d.declared_on,
    d.declared_on >= CAST($cutoff_on AS DATE) AS is_after,
    d.value_usd,
    CASE WHEN d.value_usd > 0 THEN LN(d.value_usd) END AS log_value,
    CASE WHEN d.declared_on >= CAST($cutoff_on AS DATE) THEN c.is_full_after ELSE c.is_full_before END AS is_full,
    CASE WHEN d.declared_on >= CAST($cutoff_on AS DATE) THEN c.is_narrow_after ELSE c.is_narrow_before END AS is_narrow,
    c.is_rescoped
  FROM trade__line AS d
  LEFT JOIN code AS c ON c.hs6 = d.hs6
  WHERE d.declared_on <= CAST($as_of_on AS DATE)
    AND d.importer_party_id IS NOT NULL
),
firm AS (
  SELECT
    l.party_id,
    MIN(l.importer_country_iso) AS importer_country_iso,
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
    COALESCE(SUM(l.value_usd) FILTER (WHERE l.is_full AND l.is_after), 0) AS full_value_after_usd,
    AVG(l.log_value) FILTER (WHERE l.is_narrow AND NOT l.is_after) AS narrow_log_before,
    AVG(l.log_value) FILTER (WHERE l.is_narrow AND l.is_after) AS narrow_log_after,
    AVG(l.log_value) FILTER (WHERE l.is_full AND NOT l.is_after) AS full_log_before,
    AVG(l.log_value) FILTER (WHERE l.is_full AND l.is_after) AS full_log_after,
    VAR_SAMP(l.log_value) FILTER (WHERE l.is_narrow AND NOT l.is_after) AS narrow_spread_before,
    VAR_SAMP(l.log_value) FILTER (WHERE l.is_narrow AND l.is_after) AS narrow_spread_after,
    VAR_SAMP(l.log_value) FILTER (WHERE l.is_full AND NOT l.is_after) AS full_spread_before,
    VAR_SAMP(l.log_value) FILTER (WHERE l.is_full AND l.is_after) AS full_spread_after
  FROM line AS l
  GROUP BY l.party_id
  HAVING COUNT(*) FILTER (WHERE l.is_full AND l.is_after) > 0
),
onward AS (
  -- What the firms themselves send on to the destination.
  SELECT d.exporter_party_id AS party_id, COUNT(*) AS onward_lines
  FROM linked__declaration AS d
  JOIN listed AS k ON k.hs6 = d.hs6
  WHERE d.declared_on >= CAST($cutoff_on AS DATE)
    AND d.declared_on <= CAST($as_of_on AS DATE)
    AND d.exporter_party_id IS NOT NULL
    AND COALESCE(d.importer_country_iso, d.destination_iso) = $destination_iso
  GROUP BY d.exporter_party_id
),
onward_total AS (
  SELECT COALESCE(SUM(onward_lines), 0) AS onward_lines FROM onward
)
SELECT
  f.*,
  p.name,
  COALESCE(p.country_iso, f.importer_country_iso) AS country_iso,
  COALESCE(o.onward_lines, 0) AS onward_lines,
  t.onward_lines > 0 AS is_onward_known
FROM firm AS f
JOIN linked__party AS p ON p.party_id = f.party_id
LEFT JOIN coalition AS g ON g.country_iso = COALESCE(p.country_iso, f.importer_country_iso)
LEFT JOIN onward AS o ON o.party_id = f.party_id
CROSS JOIN onward_total AS t
WHERE g.country_iso IS NULL
  AND COALESCE(p.country_iso, f.importer_country_iso) IS NOT NULL
  AND COALESCE(p.country_iso, f.importer_country_iso) <> $destination_iso
ORDER BY f.party_id
