-- Parties of similar names that were not joined, the likeliest pair of records for each, where no name or number says it better.
WITH alike AS (
  SELECT
    CASE WHEN a.party_id < b.party_id THEN a.party_id ELSE b.party_id END AS party_a_id,
    CASE WHEN a.party_id < b.party_id THEN b.party_id ELSE a.party_id END AS party_b_id,
    s.probability,
    CASE
      WHEN s.decision = 'same'
        THEN concat(s.reason, ' Not joined: what is known of one, or of another party that is joined with it, contradicts.')
      ELSE s.reason
    END AS reason
  FROM resolve__scored_pair s
  JOIN resolve__party_of a ON a.source_party_id = s.source_party_a
  JOIN resolve__party_of b ON b.source_party_id = s.source_party_b
  WHERE a.party_id <> b.party_id
),
ranked AS (
  SELECT
    party_a_id,
    party_b_id,
    probability,
    reason,
    row_number() OVER (PARTITION BY party_a_id, party_b_id ORDER BY probability DESC, reason) AS place
  FROM alike
)
SELECT r.party_a_id, r.party_b_id, r.probability, r.reason
FROM ranked r
LEFT JOIN (SELECT DISTINCT party_a_id, party_b_id FROM resolve__exact_match) e
  ON e.party_a_id = r.party_a_id AND e.party_b_id = r.party_b_id
LEFT JOIN resolve__parted d ON d.party_a_id = r.party_a_id AND d.party_b_id = r.party_b_id
WHERE r.place = 1 AND e.party_a_id IS NULL AND d.party_a_id IS NULL
ORDER BY r.party_a_id, r.party_b_id
