-- Names and countries of parties.
SELECT party_id, name, country_iso
FROM linked__party
WHERE list_contains($parties, party_id)
ORDER BY party_id
