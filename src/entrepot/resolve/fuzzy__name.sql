-- Every name of every party once; a weak alias is no name to be found by.
SELECT DISTINCT o.party_id AS source_party_id, n.name, 'main' AS name_kind
FROM core__party_name n
JOIN resolve__party_of o ON o.source_party_id = n.source_party_id
WHERE n.name_kind <> 'weak_alias'
ORDER BY source_party_id, name
