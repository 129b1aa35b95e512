-- Holders of whom nothing is known but that they hold something: no kind, no identifier. They may be listed.
SELECT DISTINCT o.owner_party_id AS party_id
FROM linked__interest o
LEFT JOIN linked__party p ON p.party_id = o.owner_party_id
LEFT JOIN (SELECT DISTINCT party_id FROM linked__identifier) i ON i.party_id = o.owner_party_id
WHERE (p.party_id IS NULL OR p.party_kind = 'unknown') AND i.party_id IS NULL
ORDER BY party_id
