-- Lines of controlled goods, and those of codes whose scope an edition changed.
SELECT
  count(*) AS lines,
  count(*) FILTER (WHERE is_break) AS break_lines,
  count(DISTINCT CASE WHEN is_break THEN hs_group_id END) AS break_groups
FROM linked__controlled_line
