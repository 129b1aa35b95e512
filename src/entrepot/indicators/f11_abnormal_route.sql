-- Importers outside the coalition: controlled lines on odd ways, and how many one would expect if the firm's goods went as
-- those of others do.
WITH coalition AS (
  SELECT DISTINCT country_iso
  FROM codes__country_set
  WHERE set_id = $coalition_set
    AND (valid_to_on IS NULL OR valid_to_on >= CAST($cutoff_on AS DATE))
)
SELECT
  j.party_id,
  p.name,
  p.country_iso,
  CAST(SUM(j.controlled_count) AS BIGINT) AS line_count,
  CAST(SUM(CASE WHEN j.is_long OR j.is_through THEN j.controlled_count ELSE 0 END) AS BIGINT) AS odd_count,
  CAST(SUM(CASE WHEN j.is_long THEN j.controlled_count ELSE 0 END) AS BIGINT) AS long_count,
  CAST(SUM(CASE WHEN j.is_through THEN j.controlled_count ELSE 0 END) AS BIGINT) AS through_count,
  ROUND(CAST(SUM(CASE WHEN j.is_long OR j.is_through THEN j.value_usd ELSE 0 END) AS DOUBLE), 2) AS odd_value_usd,
  ROUND(
    CAST(SUM(j.controlled_count * LEAST(CAST(1.0 AS DOUBLE), CAST($tail AS DOUBLE) + j.through_share)) AS DOUBLE), 9
  ) AS expected_count,
  MAX(CASE WHEN j.is_long THEN j.detour END) AS longest_detour
FROM f11__judged AS j
JOIN linked__party AS p ON p.party_id = j.party_id
LEFT JOIN coalition AS c ON c.country_iso = p.country_iso
WHERE c.country_iso IS NULL
GROUP BY j.party_id, p.name, p.country_iso
ORDER BY j.party_id
