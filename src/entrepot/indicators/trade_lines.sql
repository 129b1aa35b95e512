-- Declaration lines, each trade once: an export or re-export is left out where the import ledger of the receiver's country
-- (trade__ledger) sees the receiver or such goods about then, for it declares the same goods as an import. A ledger that holds
-- neither is no witness: the export counts. Transit is nobody's purchase.
SELECT d.*
FROM linked__declaration AS d
WHERE d.direction = 'import'
UNION ALL
SELECT d.*
FROM linked__declaration AS d
LEFT JOIN linked__party AS p ON p.party_id = d.importer_party_id
LEFT JOIN trade__ledger AS k
  ON k.country_iso = COALESCE(d.importer_country_iso, d.destination_iso, p.country_iso)
  AND k.key = d.importer_party_id
  AND k.month_index = EXTRACT(YEAR FROM d.declared_on) * 12 + EXTRACT(MONTH FROM d.declared_on)
LEFT JOIN trade__ledger AS g
  ON g.country_iso = COALESCE(d.importer_country_iso, d.destination_iso, p.country_iso)
  AND g.key = d.hs6
  AND g.month_index = EXTRACT(YEAR FROM d.declared_on) * 12 + EXTRACT(MONTH FROM d.declared_on)
WHERE d.direction IN ('export', 'reexport')
  AND k.country_iso IS NULL
  AND g.country_iso IS NULL
