-- Goods codes in the declarations with their chapter, the most declared first: on the study's list, or not on it, not on a
-- list of dual-use goods and untouched by edition changes. Lists of whole tariff lines (tier null) name most of a chapter.
WITH counted AS (
  SELECT hs6, count(*) AS lines
  FROM linked__declaration
  WHERE hs6 IS NOT NULL
  GROUP BY hs6
),
studied AS (
  SELECT DISTINCT hs6 FROM codes__controlled_good WHERE list_id = $controls_list
),
named AS (
  SELECT DISTINCT hs6 FROM codes__controlled_good WHERE tier IS NOT NULL OR list_id = $controls_list
),
touched AS (
  SELECT DISTINCT hs6 FROM codes__hs_group
)
SELECT
  c.hs6,
  substr(c.hs6, 1, 2) AS chapter,
  s.hs6 IS NOT NULL AS is_listed,
  c.lines
FROM counted c
LEFT JOIN studied s ON s.hs6 = c.hs6
LEFT JOIN named n ON n.hs6 = c.hs6
LEFT JOIN touched t ON t.hs6 = c.hs6
WHERE s.hs6 IS NOT NULL OR (n.hs6 IS NULL AND t.hs6 IS NULL)
ORDER BY chapter, is_listed, c.lines DESC, c.hs6
