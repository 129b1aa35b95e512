-- What may keep parties of similar names apart: exclusive numbers, entries of one list, country, birth date, legal forms, first and last day.
WITH record AS (
  SELECT k.party_id, r.*
  FROM (SELECT DISTINCT party_id FROM resolve__similar_key) k
  JOIN resolve__party_of o ON o.party_id = k.party_id
  JOIN resolve__record r ON r.source_party_id = o.source_party_id
)
SELECT m.party_id, s.scheme AS fact_kind, s.identifier AS fact
FROM record m
JOIN resolve__strong s ON s.source_party_id = m.source_party_id
WHERE list_contains($exclusive, s.scheme)
UNION
-- Of two entries in one state of a list, the list says that they are two.
SELECT m.party_id, concat_ws(' ', 'entry of', d.list_id, d.snapshot_id) AS fact_kind, d.native_id AS fact
FROM record m
JOIN core__designation d ON d.source_party_id = m.source_party_id
WHERE d.native_id IS NOT NULL
UNION
SELECT party_id, 'country' AS fact_kind, country_iso AS fact
FROM record
WHERE country_iso IS NOT NULL
UNION
SELECT party_id, 'born' AS fact_kind, birth_date_text AS fact
FROM record
WHERE kind_group = 'person' AND length(birth_date_text) = 10
UNION
SELECT m.party_id, 'form' AS fact_kind, f.form_class AS fact
FROM record m
JOIN core__party_name n ON n.source_party_id = m.source_party_id
JOIN resolve__similar_form f ON f.name = n.name
WHERE m.kind_group = 'firm' AND n.name_kind IN ('main', 'alias') AND f.form_class IS NOT NULL
UNION
SELECT party_id, 'incorporated' AS fact_kind, CAST(incorporated_on AS VARCHAR) AS fact
FROM record
WHERE incorporated_on IS NOT NULL
UNION
SELECT party_id, 'dissolved' AS fact_kind, CAST(dissolved_on AS VARCHAR) AS fact
FROM record
WHERE dissolved_on IS NOT NULL
ORDER BY party_id, fact_kind, fact
