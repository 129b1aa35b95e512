-- Importers that declare their own goods under the name under which the goods of several other importers are declared:
-- brokers. A party that appears under the declarant's name is the declarant itself, however its records were joined.
WITH declared AS (
  SELECT
    declarant_name,
    importer_party_id,
    MAX(CASE WHEN LOWER(importer_name) = LOWER(declarant_name) THEN 1 ELSE 0 END) AS is_self
  FROM linked__declaration
  WHERE declarant_name IS NOT NULL
    AND importer_party_id IS NOT NULL
    AND declared_on <= CAST($as_of_on AS DATE)
  GROUP BY declarant_name, importer_party_id
),
broker AS (
  SELECT declarant_name, COUNT(*) FILTER (WHERE is_self = 0) AS other_count
  FROM declared
  GROUP BY declarant_name
  HAVING COUNT(*) FILTER (WHERE is_self = 0) >= $min_served
    AND MAX(is_self) = 1
)
SELECT
  p.party_id, p.name, p.country_iso, MIN(b.declarant_name) AS declarant_name, MAX(b.other_count) AS other_count
FROM broker AS b
JOIN declared AS d ON d.declarant_name = b.declarant_name AND d.is_self = 1
JOIN linked__party AS p ON p.party_id = d.importer_party_id
GROUP BY p.party_id, p.name, p.country_iso
ORDER BY p.party_id
