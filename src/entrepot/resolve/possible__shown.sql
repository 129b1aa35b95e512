-- The pairs of similar names that are among the $most_similar likeliest of both their parties.
WITH side AS (
  SELECT party_a_id AS party_id, party_b_id AS other_id, party_a_id, party_b_id, probability
  FROM resolve__similar_match
  UNION ALL
  SELECT party_b_id AS party_id, party_a_id AS other_id, party_a_id, party_b_id, probability
  FROM resolve__similar_match
),
ranked AS (
  SELECT party_a_id, party_b_id, row_number() OVER (PARTITION BY party_id ORDER BY probability DESC, other_id) AS place
  FROM side
)
SELECT party_a_id, party_b_id
FROM ranked
GROUP BY party_a_id, party_b_id
HAVING max(place) <= $most_similar
ORDER BY party_a_id, party_b_id
