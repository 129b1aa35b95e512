-- Two runs begin with the listed parties; the run of what is possible counts holders who are not identified as well. Percentages
-- are what owners that a run has reached hold of the party; a round is null as long as the run has not reached it.
SELECT
  n.node_id,
  CAST(0 AS DOUBLE) AS shares_pct,
  CAST(0 AS DOUBLE) AS votes_pct,
  CAST(0 AS DOUBLE) AS board_pct,
  CAST(0 AS DOUBLE) AS stated_pct,
  CAST(0 AS DOUBLE) AS share_upper_pct,
  CAST(0 AS DOUBLE) AS board_upper_pct,
  CAST(0 AS DOUBLE) AS disclosed_pct,
  CAST(0 AS DOUBLE) AS lower_pct,
  CAST(0 AS DOUBLE) AS upper_pct,
  CASE WHEN l.party_id IS NOT NULL THEN 0 END AS lower_round,
  0 AS upper_round
FROM ownership__node n
LEFT JOIN ownership__listed l ON l.party_id = n.party_id
LEFT JOIN ownership__unidentified u ON u.party_id = n.party_id
WHERE l.party_id IS NOT NULL OR u.party_id IS NOT NULL
ORDER BY n.node_id
