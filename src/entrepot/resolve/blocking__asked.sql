-- The common words to look for: those of every party that meets more others than it may keep, once for each of them. A statement
-- of its own, so that no engine joins the carriers of common words with each other first.
SELECT m.party_number, m.other_number, c.key_number, c.weight
FROM resolve__block_met m
JOIN resolve__block_common c ON c.party_number = m.party_number
WHERE m.met_count > $most_candidates
