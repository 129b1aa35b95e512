-- Firms that received a code before it was put on the study's list, with each unlisted code of the same heading that they
-- received: value in the window before the listing and in the window after it. Without a sibling one row with nulls.
WITH harmonised AS (
  SELECT hs6, MIN(group_id) AS group_id
  FROM codes__hs_group
  GROUP BY hs6
),
entry AS (
  SELECT COALESCE(h.group_id, c.hs6) AS hs_group_id, MIN(c.valid_from_on) AS listed_on,
         MIN(CASE WHEN c.is_date_verified THEN 1 ELSE 0 END) AS is_verified
  FROM codes__controlled_good AS c
  LEFT JOIN harmonised AS h ON h.hs6 = c.hs6
  WHERE c.list_id = $controls_list
  GROUP BY COALESCE(h.group_id, c.hs6)
),
heading_event AS (
  -- A code of a later edition may stand under another heading than its group's lowest code.
  SELECT DISTINCT substr(k.hs6, 1, 4) AS hs4, e.listed_on
  FROM receipt__listed_code AS k
  LEFT JOIN harmonised AS h ON h.hs6 = k.hs6
  JOIN entry AS e ON e.hs_group_id = COALESCE(h.group_id, k.hs6)
),
line AS (
  SELECT
    l.importer_party_id, l.importer_iso, l.hs6, l.hs_group_id, substr(l.hs6, 1, 4) AS hs4, e.listed_on,
    l.declared_on >= e.listed_on AS is_after, l.hs_edition, l.value_usd
  FROM receipt__line AS l
  JOIN heading_event AS e ON e.hs4 = substr(l.hs6, 1, 4)
  WHERE l.declared_on <= CAST($as_of_on AS DATE)
    AND l.declared_on >= e.listed_on - CAST($window_days AS INTEGER)
    AND l.declared_on < e.listed_on + CAST($window_days AS INTEGER)
),
own AS (
  SELECT
    l.importer_party_id, l.importer_iso, l.hs4, l.hs_group_id, l.listed_on, e.is_verified,
    SUM(CASE WHEN l.is_after THEN 0 ELSE COALESCE(l.value_usd, 0) END) AS before_usd,
    SUM(CASE WHEN l.is_after THEN COALESCE(l.value_usd, 0) ELSE 0 END) AS after_usd,
    MIN(l.hs_edition) AS first_edition,
    MAX(l.hs_edition) AS last_edition
  FROM line AS l
  JOIN entry AS e ON e.hs_group_id = l.hs_group_id AND e.listed_on = l.listed_on
  GROUP BY l.importer_party_id, l.importer_iso, l.hs4, l.hs_group_id, l.listed_on, e.is_verified
  HAVING SUM(CASE WHEN l.is_after THEN 0 ELSE COALESCE(l.value_usd, 0) END) >= $before_min_usd
),
sibling AS (
  SELECT
    l.importer_party_id, l.hs4, l.hs_group_id, l.listed_on,
    SUM(CASE WHEN l.is_after THEN 0 ELSE COALESCE(l.value_usd, 0) END) AS before_usd,
    SUM(CASE WHEN l.is_after THEN COALESCE(l.value_usd, 0) ELSE 0 END) AS after_usd,
    MIN(l.hs_edition) AS first_edition,
    MAX(l.hs_edition) AS last_edition
  FROM line AS l
  LEFT JOIN entry AS e ON e.hs_group_id = l.hs_group_id
  WHERE e.hs_group_id IS NULL
  GROUP BY l.importer_party_id, l.hs4, l.hs_group_id, l.listed_on
)
SELECT
  o.importer_party_id AS party_id,
  p.name,
  o.importer_iso AS country_iso,
  o.hs_group_id AS listed_code,
  o.listed_on,
  o.is_verified = 1 AS is_verified,
  CAST(o.before_usd AS DOUBLE) AS before_usd,
  CAST(o.after_usd AS DOUBLE) AS after_usd,
  s.hs_group_id AS sibling_code,
  CAST(s.before_usd AS DOUBLE) AS sibling_before_usd,
  CAST(s.after_usd AS DOUBLE) AS sibling_after_usd,
  COALESCE(o.first_edition <> o.last_edition OR s.first_edition <> s.last_edition OR s.first_edition <> o.first_edition, FALSE)
    AS is_edition_change
FROM own AS o
JOIN linked__party AS p ON p.party_id = o.importer_party_id
LEFT JOIN sibling AS s ON s.importer_party_id = o.importer_party_id AND s.hs4 = o.hs4 AND s.listed_on = o.listed_on
ORDER BY o.importer_party_id, o.hs_group_id, s.hs_group_id NULLS LAST
