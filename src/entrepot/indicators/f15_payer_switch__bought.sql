-- What each buyer bought of each supplier by part number, of goods on the study's list: by buyers in the destination
-- before the cut-off, and by buyers elsewhere outside the coalition after it from the same suppliers.
WITH coalition AS (
  SELECT DISTINCT country_iso
  FROM codes__country_set
  WHERE set_id = $coalition_set
    AND (valid_to_on IS NULL OR valid_to_on >= CAST($cutoff_on AS DATE))
),
bought AS (
  SELECT
    l.exporter_party_id,
    l.importer_party_id,
    l.part_number_key,
    l.importer_iso = $destination_iso AS is_destination,
    l.declared_on >= CAST($cutoff_on AS DATE) AS is_after,
    COUNT(*) AS lines,
    SUM(COALESCE(l.value_usd, 0)) AS value_usd,
    MIN(l.declared_on) AS first_on,
    MAX(l.declared_on) AS last_on
  FROM receipt__line AS l
  JOIN receipt__listed_code AS c ON c.hs6 = l.hs6
  LEFT JOIN coalition AS g ON g.country_iso = l.importer_iso
  WHERE l.declared_on <= CAST($as_of_on AS DATE)
    AND l.exporter_party_id IS NOT NULL
    AND l.exporter_party_id <> l.importer_party_id
    AND l.part_number_key IS NOT NULL
    AND l.importer_iso IS NOT NULL
    AND g.country_iso IS NULL
    AND (l.importer_iso = $destination_iso) = (l.declared_on < CAST($cutoff_on AS DATE))
  GROUP BY
    l.exporter_party_id, l.importer_party_id, l.part_number_key, l.importer_iso = $destination_iso,
    l.declared_on >= CAST($cutoff_on AS DATE)
),
supplier AS (
  SELECT DISTINCT exporter_party_id
  FROM bought
  WHERE is_destination
)
SELECT
  b.exporter_party_id, b.importer_party_id, b.part_number_key, b.is_after, b.lines, b.value_usd, b.first_on, b.last_on
FROM bought AS b
JOIN supplier AS s ON s.exporter_party_id = b.exporter_party_id
ORDER BY b.exporter_party_id, b.importer_party_id, b.part_number_key, b.is_after
