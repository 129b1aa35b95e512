-- Sound numbers of the schemes in which there are faulty ones, with who carries them.
SELECT s.scheme, s.identifier, o.party_id, min(p.name) AS name, min(r.regime) AS regime
FROM resolve__strong s
JOIN resolve__party_of o ON o.source_party_id = s.source_party_id
JOIN resolve__record r ON r.source_party_id = s.source_party_id
JOIN linked__party p ON p.party_id = o.party_id
WHERE list_contains($schemes, s.scheme)
GROUP BY s.scheme, s.identifier, o.party_id
ORDER BY s.scheme, s.identifier, o.party_id
