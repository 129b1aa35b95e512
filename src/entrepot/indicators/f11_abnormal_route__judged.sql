-- Importers' controlled lines by the ways of one group and length: whether the way is longer than those of all but one in a
-- hundred lines of others in the group (is_long), whether it passes where it should not, and the share of others' that do.
WITH gone AS (
  SELECT
    l.importer_party_id AS party_id, w.group_key, w.detour, w.is_through, l.line_count, l.controlled_count, l.value_usd
  FROM f11__leg AS l
  JOIN f11__way AS w
    ON w.origin_iso = l.origin_iso
    AND w.dispatch_iso = l.dispatch_iso
    AND w.destination_iso = l.destination_iso
    AND w.route_iso = l.route_iso
    AND w.hs2 = l.hs2
),
whole AS (
  SELECT
    group_key,
    SUM(line_count) AS line_count,
    SUM(CASE WHEN is_through THEN line_count ELSE 0 END) AS through_count
  FROM gone
  GROUP BY group_key
),
own AS (
  SELECT
    party_id,
    group_key,
    SUM(line_count) AS line_count,
    SUM(CASE WHEN is_through THEN line_count ELSE 0 END) AS through_count
  FROM gone
  GROUP BY party_id, group_key
),
by_detour AS (
  SELECT group_key, detour, SUM(line_count) AS line_count
  FROM gone
  GROUP BY group_key, detour
),
whole_tail AS (
  SELECT
    group_key, detour,
    SUM(line_count) OVER (
      PARTITION BY group_key ORDER BY detour DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS as_long
  FROM by_detour
),
own_by_detour AS (
  SELECT
    party_id, group_key, detour, is_through,
    SUM(line_count) AS line_count,
    SUM(controlled_count) AS controlled_count,
    SUM(value_usd) AS value_usd
  FROM gone
  GROUP BY party_id, group_key, detour, is_through
),
own_tail AS (
  SELECT
    party_id, group_key, detour, is_through, controlled_count, value_usd,
    SUM(line_count) OVER (
      PARTITION BY party_id, group_key ORDER BY detour DESC RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS as_long
  FROM own_by_detour
)
SELECT
  t.party_id,
  t.group_key,
  t.detour,
  t.is_through,
  t.controlled_count,
  t.value_usd,
  w.as_long - t.as_long <= $tail * (n.line_count - o.line_count) AS is_long,
  CAST(n.through_count - o.through_count + 1 AS DOUBLE) / CAST(n.line_count - o.line_count + 2 AS DOUBLE) AS through_share
FROM own_tail AS t
JOIN whole_tail AS w ON w.group_key = t.group_key AND w.detour = t.detour
JOIN whole AS n ON n.group_key = t.group_key
JOIN own AS o ON o.party_id = t.party_id AND o.group_key = t.group_key
WHERE t.controlled_count > 0
  AND n.line_count - o.line_count >= $min_reference_lines
