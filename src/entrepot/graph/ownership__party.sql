-- The parties looked into: what reached owners hold, and the round in which each was reached: null where it was not.
SELECT
  d.party_id,
  coalesce(p.name, d.party_id) AS name,
  l.round_number AS lower_round,
  u.round_number AS upper_round,
  coalesce(v.reached_pct, 0) AS lower_pct,
  coalesce(w.reached_pct, 0) AS upper_pct
FROM ownership__downstream d
LEFT JOIN linked__party p ON p.party_id = d.party_id
LEFT JOIN ownership__reached l ON l.party_id = d.party_id AND l.run = 'lower'
LEFT JOIN ownership__reached u ON u.party_id = d.party_id AND u.run = 'upper'
LEFT JOIN ownership__value v ON v.subject_id = d.party_id AND v.run = 'lower'
LEFT JOIN ownership__value w ON w.subject_id = d.party_id AND w.run = 'upper'
ORDER BY d.party_id
