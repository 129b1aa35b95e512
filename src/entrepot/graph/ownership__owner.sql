-- Every stake in the parties looked into, with the names of both sides.
SELECT
  f.party_id AS subject_id,
  n.party_id AS owner_id,
  o.name AS owner_name,
  s.shares_pct,
  s.votes_pct,
  s.board_pct,
  s.lower_pct,
  s.stated_pct,
  s.share_upper_pct,
  s.board_upper_pct,
  greatest(s.share_upper_pct, s.board_upper_pct) AS upper_pct,
  s.is_share,
  s.is_share_known,
  s.is_contradictory,
  s.disclosed_pct
FROM ownership__stake s
JOIN ownership__downstream d ON d.node_id = s.subject_id
JOIN ownership__node f ON f.node_id = s.subject_id
JOIN ownership__node n ON n.node_id = s.owner_id
LEFT JOIN linked__party o ON o.party_id = n.party_id
ORDER BY f.party_id, lower_pct DESC, upper_pct DESC, n.party_id
