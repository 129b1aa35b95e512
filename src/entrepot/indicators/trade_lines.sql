-- Declaration lines, each trade once: an export or re-export is left out where the customs of the importer's country have
-- an import ledger for the month (trade__ledger), for they declare the same goods as an import. Transit is nobody's purchase.
SELECT d.*
FROM linked__declaration AS d
WHERE d.direction = 'import'
UNION ALL
SELECT d.*
FROM linked__declaration AS d
LEFT JOIN linked__party AS p ON p.party_id = d.importer_party_id
LEFT JOIN trade__ledger AS k
  ON k.country_iso = COALESCE(d.importer_country_iso, d.destination_iso, p.country_iso)
  AND k.month_index = EXTRACT(YEAR FROM d.declared_on) * 12 + EXTRACT(MONTH FROM d.declared_on)
WHERE d.direction IN ('export', 'reexport')
  AND k.country_iso IS NULL
