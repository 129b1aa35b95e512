-- The names of firms that may be joined by similar names.
SELECT DISTINCT n.name
FROM (SELECT DISTINCT party_id FROM resolve__similar_key) k
JOIN resolve__party_of o ON o.party_id = k.party_id
JOIN resolve__record r ON r.source_party_id = o.source_party_id AND r.kind_group = 'firm'
JOIN core__party_name n ON n.source_party_id = o.source_party_id
WHERE n.name_kind IN ('main', 'alias')
ORDER BY name
