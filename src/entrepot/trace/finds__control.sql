-- Goods codes under which such parts were declared or reported, with the entries of lists of goods that hold the code or one
-- joined to it over editions of the Harmonised System.
WITH declared AS (
  SELECT COALESCE(hs6, '') AS hs6, COUNT(*) AS line_count
  FROM trace__find_line
  GROUP BY COALESCE(hs6, '')
),
code AS (
  SELECT hs6, SUM(line_count) AS line_count
  FROM (
    SELECT hs6, line_count FROM declared
    UNION ALL
    SELECT hs6, CAST(0 AS BIGINT) AS line_count FROM trace__find_code
  ) AS both_kinds
  GROUP BY hs6
),
alike AS (
  SELECT DISTINCT c.hs6, COALESCE(o.hs6, c.hs6) AS listed_hs6
  FROM code AS c
  LEFT JOIN codes__hs_group AS g ON g.hs6 = c.hs6
  LEFT JOIN codes__hs_group AS o ON o.group_id = g.group_id
)
SELECT
  c.hs6,
  CAST(c.line_count AS BIGINT) AS line_count,
  l.list_id,
  l.hs6 AS listed_hs6,
  l.tier,
  l.valid_from_on,
  l.valid_to_on,
  l.is_date_verified,
  l.description,
  l.source
FROM code AS c
JOIN alike AS a ON a.hs6 = c.hs6
LEFT JOIN codes__controlled_good AS l ON l.hs6 = a.listed_hs6
ORDER BY c.hs6, l.list_id NULLS LAST, l.hs6 NULLS LAST, l.valid_from_on NULLS LAST, l.tier NULLS LAST
