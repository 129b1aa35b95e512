-- The best of whom each party meets. Where it meets more than it may keep, common words and the country decide as well: they bring
-- nobody together, but of two firms called Zorvel the one that is also a trading house comes first.
WITH common AS (
  SELECT a.party_number, a.other_number, sum(CASE WHEN a.weight < b.weight THEN a.weight ELSE b.weight END) AS weight
  FROM resolve__block_asked a
  JOIN resolve__block_common b ON b.party_number = a.other_number AND b.key_number = a.key_number
  GROUP BY a.party_number, a.other_number
),
weighed AS (
  SELECT
    m.party_number,
    m.other_number,
    m.weight + 100 * coalesce(c.weight, 0) + CASE WHEN a.country_iso = b.country_iso THEN $country_weight ELSE 0 END AS weight
  FROM resolve__block_met m
  JOIN resolve__block_party a ON a.party_number = m.party_number
  JOIN resolve__block_party b ON b.party_number = m.other_number
  LEFT JOIN common c ON c.party_number = m.party_number AND c.other_number = m.other_number
),
ranked AS (
  SELECT
    party_number,
    other_number,
    weight,
    row_number() OVER (PARTITION BY party_number ORDER BY weight DESC, other_number) AS place
  FROM weighed
)
SELECT
  CASE WHEN party_number < other_number THEN party_number ELSE other_number END AS party_a_number,
  CASE WHEN party_number < other_number THEN other_number ELSE party_number END AS party_b_number,
  CAST(weight AS BIGINT) AS weight
FROM ranked
WHERE place <= $most_candidates
ORDER BY party_a_number, party_b_number
