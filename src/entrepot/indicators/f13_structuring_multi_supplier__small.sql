-- Controlled goods that importers outside the coalition bought of others since the cut-off in amounts below their own middle
-- amount (and below $single_max_usd where that is not null), with that amount and the number of all their controlled lines.
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
)
SELECT l.importer_party_id, l.exporter_party_id, l.hs6, l.declared_on, l.value_usd, o.middle_usd, o.line_count
FROM line AS l
JOIN own AS o ON o.importer_party_id = l.importer_party_id
JOIN linked__party AS p ON p.party_id = l.importer_party_id
LEFT JOIN coalition AS c ON c.country_iso = p.country_iso
WHERE l.declared_on >= CAST($cutoff_on AS DATE)
  AND l.value_usd < o.middle_usd
  AND ($single_max_usd IS NULL OR l.value_usd < $single_max_usd)
  AND c.country_iso IS NULL
ORDER BY l.importer_party_id, l.hs6, l.declared_on, l.exporter_party_id, l.value_usd
