-- The first and the last pair of every party: between them it is held in memory.
SELECT party_id, min(pair_number) AS first_number, max(pair_number) AS last_number
FROM (
  SELECT party_a_id AS party_id, pair_number
  FROM resolve__fuzzy_pair
  UNION ALL
  SELECT party_b_id AS party_id, pair_number
  FROM resolve__fuzzy_pair
) used
GROUP BY party_id
ORDER BY party_id
