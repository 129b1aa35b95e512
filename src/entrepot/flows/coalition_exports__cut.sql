-- Goods groups of which the exports hold nothing under one of the HS editions that two spans of months have, on any corridor:
-- the code began or ended there, and not the trade. None where both spans lie in one edition. Groups whose scope changed are
-- told apart by `is_rescoped`. The same rule as `is_cut` of the cells, over the months compared.
WITH seen AS (
  SELECT DISTINCT group_id, is_rescoped, hs_edition
  FROM flows__coalition_export
  WHERE hs_edition IS NOT NULL
    AND (
      month_index BETWEEN $baseline_from_month AND $baseline_to_month
      OR month_index BETWEEN $period_from_month AND $period_to_month
    )
),
spanned AS (
  SELECT COUNT(DISTINCT hs_edition) AS edition_count
  FROM seen
)
SELECT s.group_id
FROM seen AS s
CROSS JOIN spanned AS e
WHERE NOT s.is_rescoped
GROUP BY s.group_id, e.edition_count
HAVING COUNT(*) < e.edition_count
ORDER BY s.group_id
