-- The parties looked into: what reached owners hold, and the round in which each was reached: null where it was not.
SELECT
  n.party_id,
  p.name,
  r.lower_round,
  r.upper_round,
  coalesce(r.lower_pct, 0) AS lower_pct,
  coalesce(r.upper_pct, 0) AS upper_pct
FROM ownership__downstream d
JOIN ownership__node n ON n.node_id = d.node_id
LEFT JOIN linked__party p ON p.party_id = n.party_id
LEFT JOIN ownership__reached r ON r.node_id = d.node_id
ORDER BY n.party_id
