-- Parties of entries that one list keeps apart.
SELECT DISTINCT a.party_id AS party_a_id, b.party_id AS party_b_id
FROM resolve__rival r
JOIN resolve__party_of a ON a.source_party_id = r.record_a_id
JOIN resolve__party_of b ON b.source_party_id = r.record_b_id
JOIN resolve__similar_key k ON k.party_id = a.party_id
WHERE a.party_id <> b.party_id
ORDER BY party_a_id, party_b_id
