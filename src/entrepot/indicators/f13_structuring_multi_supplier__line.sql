-- All controlled lines of the importers in shown__party, with supplier, code, day and value: their own history.
SELECT
  d.importer_party_id AS party_id,
  d.exporter_party_id,
  d.hs6,
  d.declared_on,
  d.value_usd,
  d.declaration_id
FROM trade__line AS d
JOIN shown__party AS s ON s.party_id = d.importer_party_id
JOIN controlled__code AS c ON c.hs6 = d.hs6
WHERE d.exporter_party_id IS NOT NULL
  AND d.importer_party_id <> d.exporter_party_id
  AND d.value_usd > 0
  AND d.declared_on <= CAST($as_of_on AS DATE)
ORDER BY d.importer_party_id, d.declared_on, d.declaration_id
