-- Importers of controlled goods (controlled__code) of whom some leader is known: their first such line, and how many there are.
SELECT d.importer_party_id AS party_id, p.country_iso, MIN(d.declared_on) AS first_on, COUNT(*) AS line_count,
       CAST(COALESCE(SUM(TRY_CAST(d.value_usd AS DECIMAL(38, 2))), 0) AS DOUBLE) AS value_usd
FROM trade__line AS d
JOIN controlled__code AS c ON c.hs6 = d.hs6
JOIN linked__party AS p ON p.party_id = d.importer_party_id
JOIN (SELECT DISTINCT subject_party_id FROM linked__role
      WHERE role_kind IN ('director', 'manager', 'founder', 'employee')) AS r ON r.subject_party_id = d.importer_party_id
WHERE d.declared_on <= CAST($as_of_on AS DATE)
GROUP BY d.importer_party_id, p.country_iso
ORDER BY d.importer_party_id
