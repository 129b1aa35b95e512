-- One round: a firm is reached where what reached owners hold of it comes to the threshold.
SELECT run, party_id, round_number
FROM ownership__reached
UNION ALL
SELECT v.run, v.subject_id AS party_id, CAST($round_number AS INTEGER) AS round_number
FROM ownership__value v
LEFT JOIN ownership__reached k ON k.run = v.run AND k.party_id = v.subject_id
LEFT JOIN ownership__exempt x ON x.party_id = v.subject_id
WHERE k.party_id IS NULL AND x.party_id IS NULL
  AND (v.reached_pct > $threshold_pct OR ($is_inclusive AND v.reached_pct = $threshold_pct))
ORDER BY run, party_id
