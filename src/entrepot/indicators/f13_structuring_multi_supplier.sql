-- Importers with a code bought in small amounts (f13__small) from several suppliers: those that could fill a window of
-- $window_days days ($least_suppliers, $min_sum_usd).
WITH small AS (
  SELECT
    importer_party_id, exporter_party_id, hs6, value_usd, middle_usd, line_count,
    CAST(FLOOR(CAST(date_diff('day', DATE '2000-01-01', declared_on) AS DOUBLE) / $window_days) AS INTEGER) AS bucket
  FROM f13__small
),
bought AS (
  SELECT importer_party_id, hs6
  FROM small
  GROUP BY importer_party_id, hs6
  HAVING SUM(value_usd) >= $min_sum_usd
    AND COUNT(DISTINCT exporter_party_id) >= $least_suppliers
),
paired AS (
  -- Any window lies within two spans of its length that follow each other.
  SELECT s.importer_party_id, s.exporter_party_id, s.hs6, s.value_usd, s.bucket
  FROM small AS s
  JOIN bought AS b ON b.importer_party_id = s.importer_party_id AND b.hs6 = s.hs6
  UNION ALL
  SELECT s.importer_party_id, s.exporter_party_id, s.hs6, s.value_usd, s.bucket - 1 AS bucket
  FROM small AS s
  JOIN bought AS b ON b.importer_party_id = s.importer_party_id AND b.hs6 = s.hs6
),
dense AS (
  SELECT importer_party_id, hs6, bucket
  FROM paired
  GROUP BY importer_party_id, hs6, bucket
  HAVING SUM(value_usd) >= $min_sum_usd
    AND COUNT(DISTINCT exporter_party_id) >= $least_suppliers
)
SELECT DISTINCT s.importer_party_id AS party_id, s.hs6, p.name, p.country_iso, s.middle_usd, s.line_count
FROM small AS s
JOIN dense AS d ON d.importer_party_id = s.importer_party_id AND d.hs6 = s.hs6
JOIN linked__party AS p ON p.party_id = s.importer_party_id
ORDER BY party_id, hs6
