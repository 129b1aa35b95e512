-- The keys of contested components, in the order in which they are tried.
SELECT c.link_key, c.source_party_id
FROM resolve__carrier c
JOIN resolve__label l ON l.source_party_id = c.source_party_id
JOIN resolve__contested o ON o.label = l.label
ORDER BY c.link_key, c.source_party_id
