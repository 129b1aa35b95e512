-- Every firm whose address lies in one of the territories of the address-only entries of an export-control list.
SELECT DISTINCT a.party_id, p.name, a.address_key, a.country_iso
FROM linked__address AS a
JOIN linked__party AS p ON p.party_id = a.party_id
WHERE a.address_key IS NOT NULL
  AND list_contains($countries, a.country_iso)
  AND p.party_kind NOT IN ('person', 'vessel', 'aircraft')
ORDER BY a.party_id, a.address_key
