-- Every name of every party, weak aliases left out.
SELECT DISTINCT p.party_number, concat_ws('|', p.kind_group, n.name) AS kind_and_name
FROM core__party_name n
JOIN resolve__block_party p ON p.source_party_id = n.source_party_id
WHERE n.name_kind <> 'weak_alias'
ORDER BY p.party_number, kind_and_name
