-- The numbers that keep the records of contested components apart.
SELECT s.source_party_id, s.scheme, s.identifier
FROM resolve__strong s
JOIN resolve__label l ON l.source_party_id = s.source_party_id
JOIN resolve__contested o ON o.label = l.label
WHERE list_contains($exclusive, s.scheme)
ORDER BY s.source_party_id, s.scheme, s.identifier
