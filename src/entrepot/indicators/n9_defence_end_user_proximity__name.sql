-- The names of the parties on the paths: those in n9__node (party_id).
SELECT p.party_id, p.name
FROM linked__party AS p
JOIN n9__node AS n ON n.party_id = p.party_id
ORDER BY p.party_id
