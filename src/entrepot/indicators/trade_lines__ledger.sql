-- What import ledgers see of which month (year * 12 + month): receivers, and goods codes that at least $receivers_min of them
-- import. `key` is a party or a code. A delivery may be declared up to two months after it left, so an import of May also
-- answers for exports of April and March.
WITH import AS (
  SELECT
    reporting_iso AS country_iso,
    importer_party_id,
    hs6,
    EXTRACT(YEAR FROM declared_on) * 12 + EXTRACT(MONTH FROM declared_on) AS month_index
  FROM linked__declaration
  WHERE direction = 'import'
    AND reporting_iso IS NOT NULL
    AND declared_on <= CAST($as_of_on AS DATE)
),
seen AS (
  SELECT country_iso, importer_party_id AS key, month_index
  FROM import
  WHERE importer_party_id IS NOT NULL
  GROUP BY country_iso, importer_party_id, month_index
  UNION ALL
  SELECT country_iso, hs6 AS key, month_index
  FROM import
  WHERE hs6 IS NOT NULL
  GROUP BY country_iso, hs6, month_index
  HAVING COUNT(DISTINCT importer_party_id) >= $receivers_min
)
SELECT DISTINCT country_iso, key, month_index FROM seen
UNION
SELECT DISTINCT country_iso, key, month_index - 1 FROM seen
UNION
SELECT DISTINCT country_iso, key, month_index - 2 FROM seen
ORDER BY country_iso, key, month_index
