-- Importers outside the coalition with a code bought since the cut-off from several suppliers in amounts below the
-- importer's own middle amount: those that could fill a window of $window_days days ($least_suppliers, $min_sum_usd).
WITH coalition AS (
  SELECT DISTINCT country_iso
  FROM codes__country_set
  WHERE set_id = $coalition_set
    AND (valid_to_on IS NULL OR valid_to_on >= CAST($cutoff_on AS DATE))
),
line AS (
  SELECT d.importer_party_id, d.exporter_party_id, d.hs6, d.declared_on, d.value_usd
  FROM trade__line AS d
  JOIN controlled__code AS c ON c.hs6 = d.hs6
  WHERE d.importer_party_id IS NOT NULL
    AND d.exporter_party_id IS NOT NULL
    AND d.importer_party_id <> d.exporter_party_id
    AND d.value_usd > 0
    AND d.declared_on <= CAST($as_of_on AS DATE)
),
own AS (
  SELECT importer_party_id, MEDIAN(value_usd) AS middle_usd, COUNT(*) AS line_count
  FROM line
  GROUP BY importer_party_id
),
small AS (
  SELECT
    l.importer_party_id,
    l.exporter_party_id,
    l.hs6,
    l.value_usd,
    CAST(FLOOR(CAST(date_diff('day', DATE '2000-01-01', l.declared_on) AS DOUBLE) / $window_days) AS INTEGER) AS bucket
  FROM line AS l
  JOIN own AS o ON o.importer_party_id = l.importer_party_id
  WHERE l.declared_on >= CAST($cutoff_on AS DATE)
    AND l.value_usd < o.middle_usd
    AND ($single_max_usd IS NULL OR l.value_usd < $single_max_usd)
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
SELECT DISTINCT d.importer_party_id AS party_id, d.hs6, p.name, p.country_iso, o.middle_usd, o.line_count
FROM dense AS d
JOIN own AS o ON o.importer_party_id = d.importer_party_id
JOIN linked__party AS p ON p.party_id = d.importer_party_id
LEFT JOIN coalition AS c ON c.country_iso = p.country_iso
WHERE c.country_iso IS NULL
ORDER BY party_id, d.hs6
