-- What each goods group is to the study's list: `listed` (it holds a listed code), `placebo` (unlisted, alone in its group,
-- in a chapter that holds listed goods), `sibling` (unlisted, but linked with other codes over editions: fit for no control
-- set) or `other`. `is_rescoped` marks groups whose scope changed with the edition. `is_cut` marks groups of which the figures
-- hold nothing under one of the editions they span, on any corridor: the code began or ended there, and not the trade.
-- `is_on_other_list` marks groups with a code on another goods list: as a control they answer for another sanction.
WITH listed AS (
  SELECT COALESCE(g.group_id, c.hs6) AS group_id, MIN(c.valid_from_on) AS listed_from_on
  FROM codes__controlled_good AS c
  LEFT JOIN codes__hs_group AS g ON g.hs6 = c.hs6
  WHERE c.list_id = $controls_list
  GROUP BY COALESCE(g.group_id, c.hs6)
),
listed_code AS (
  SELECT DISTINCT SUBSTRING(hs6, 1, 2) AS chapter
  FROM codes__controlled_good
  WHERE list_id = $controls_list
),
other_list AS (
  SELECT DISTINCT COALESCE(g.group_id, c.hs6) AS group_id
  FROM codes__controlled_good AS c
  LEFT JOIN codes__hs_group AS g ON g.hs6 = c.hs6
  WHERE c.list_id <> $controls_list
),
joined AS (
  SELECT group_id, COUNT(*) AS code_count, MAX(CASE WHEN is_break OR is_predecessor_unverified THEN 1 ELSE 0 END) AS rescoped
  FROM codes__hs_group
  GROUP BY group_id
),
met AS (
  SELECT group_id, COUNT(DISTINCT hs_edition) AS edition_count
  FROM flows__cell_row
  GROUP BY group_id
),
spanned AS (
  SELECT COUNT(DISTINCT hs_edition) AS edition_count
  FROM flows__cell_row
)
SELECT
  m.group_id,
  CASE
    WHEN l.group_id IS NOT NULL THEN 'listed'
    WHEN j.code_count > 1 THEN 'sibling'
    WHEN c.chapter IS NOT NULL THEN 'placebo'
    ELSE 'other'
  END AS goods_role,
  COALESCE(j.rescoped, 0) = 1 AS is_rescoped,
  m.edition_count < s.edition_count AS is_cut,
  o.group_id IS NOT NULL AS is_on_other_list,
  l.listed_from_on
FROM met AS m
CROSS JOIN spanned AS s
LEFT JOIN listed AS l ON l.group_id = m.group_id
LEFT JOIN other_list AS o ON o.group_id = m.group_id
LEFT JOIN joined AS j ON j.group_id = m.group_id
LEFT JOIN listed_code AS c ON c.chapter = SUBSTRING(m.group_id, 1, 2)
ORDER BY m.group_id
