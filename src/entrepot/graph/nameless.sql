-- The names of parties asked about, and the numbers of those without one.
SELECT a.party_id, p.name, i.scheme, i.identifier
FROM nameless__asked a
LEFT JOIN linked__party p ON p.party_id = a.party_id
LEFT JOIN linked__identifier i ON i.party_id = a.party_id AND p.party_id IS NULL
ORDER BY a.party_id, i.scheme NULLS LAST, i.identifier
