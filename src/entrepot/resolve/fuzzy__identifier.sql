-- Every number of every party once.
SELECT DISTINCT o.party_id AS source_party_id, i.scheme, i.identifier
FROM core__identifier i
JOIN resolve__party_of o ON o.source_party_id = i.source_party_id
ORDER BY source_party_id, scheme, identifier
