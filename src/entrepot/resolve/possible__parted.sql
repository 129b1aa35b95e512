-- Pairs of parties that people judged not to be the same.
SELECT DISTINCT
  CASE WHEN a.party_id < b.party_id THEN a.party_id ELSE b.party_id END AS party_a_id,
  CASE WHEN a.party_id < b.party_id THEN b.party_id ELSE a.party_id END AS party_b_id
FROM resolve__judgement l
JOIN resolve__judgement r ON r.number = l.number AND r.side = 'right'
JOIN resolve__party_of a ON a.source_party_id = l.source_party_id
JOIN resolve__party_of b ON b.source_party_id = r.source_party_id
WHERE l.kind = 'not_same' AND l.side = 'left'
ORDER BY party_a_id, party_b_id
