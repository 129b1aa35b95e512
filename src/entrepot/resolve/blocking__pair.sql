-- Candidate pairs, each once: the better of what the two parties' own rankings say.
SELECT a.source_party_id AS record_a_id, b.source_party_id AS record_b_id, CAST(max(f.weight) AS BIGINT) AS weight
FROM resolve__block_found f
JOIN resolve__block_party a ON a.party_number = f.party_a_number
JOIN resolve__block_party b ON b.party_number = f.party_b_number
GROUP BY a.source_party_id, b.source_party_id
ORDER BY record_a_id, record_b_id
