-- Whom the parties from $from_number up to, not including, $to_number meet, by the summed weight of shared usable keys.
WITH hit AS (
  SELECT
    a.party_number,
    b.party_number AS other_number,
    CASE WHEN a.weight < b.weight THEN a.weight ELSE b.weight END * p.similarity AS weight
  FROM resolve__block_key a
  JOIN resolve__block_probe p ON p.key_number = a.key_number
  JOIN resolve__block_key b ON b.key_number = p.near_number
  WHERE a.party_number >= $from_number AND a.party_number < $to_number AND b.party_number <> a.party_number
),
met AS (
  SELECT party_number, other_number, CAST(sum(weight) AS BIGINT) AS weight
  FROM hit
  GROUP BY party_number, other_number
  HAVING sum(weight) >= $least_weight
),
ranked AS (
  SELECT
    party_number,
    other_number,
    weight,
    row_number() OVER (PARTITION BY party_number ORDER BY weight DESC, other_number) AS place,
    count(*) OVER (PARTITION BY party_number) AS met_count
  FROM met
)
SELECT party_number, other_number, weight, met_count
FROM ranked
WHERE place <= $most_weighed
