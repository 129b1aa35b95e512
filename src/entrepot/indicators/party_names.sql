-- Names of parties.
SELECT party_id, name
FROM linked__party
WHERE list_contains($party_ids, party_id)
ORDER BY party_id
