-- The pairs that are the same as keys, each with its two parties; keys are tried in the order of their text, the likeliest first.
WITH same AS (
  SELECT
    concat_ws(
      '|',
      '5',
      CAST(1000000 + CAST(round((1.0 - probability) * 1000000) AS BIGINT) AS VARCHAR),
      source_party_a,
      source_party_b
    ) AS link_key,
    probability,
    reason,
    source_party_a,
    source_party_b
  FROM resolve__scored_pair
  WHERE decision = 'same'
),
side AS (
  SELECT link_key, probability, reason, source_party_a AS source_party_id
  FROM same
  UNION ALL
  SELECT link_key, probability, reason, source_party_b AS source_party_id
  FROM same
)
SELECT s.link_key, s.probability, s.reason, s.source_party_id, o.party_id
FROM side s
JOIN resolve__party_of o ON o.source_party_id = s.source_party_id
ORDER BY s.link_key, s.source_party_id
