-- The sides on which people put records of these parties: the two sides of one decision are never joined.
SELECT DISTINCT k.party_id, j.number, j.side
FROM resolve__judgement j
JOIN resolve__party_of o ON o.source_party_id = j.source_party_id
JOIN resolve__similar_key k ON k.party_id = o.party_id
WHERE j.kind = 'not_same'
ORDER BY j.number, j.side, k.party_id
