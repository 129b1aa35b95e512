-- The parties of a neighbourhood.
SELECT party_id, name, party_kind, country_iso
FROM linked__party
WHERE list_contains($party_ids, party_id)
ORDER BY party_id
