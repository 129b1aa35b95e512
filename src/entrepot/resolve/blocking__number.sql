-- Identifiers of parties as text; a number of the wrong form brings parties together as well: it may be mistyped in both.
SELECT DISTINCT p.party_number, concat_ws('|', i.scheme, i.identifier) AS number_text
FROM core__identifier i
JOIN resolve__block_party p ON p.source_party_id = i.source_party_id
ORDER BY p.party_number, number_text
