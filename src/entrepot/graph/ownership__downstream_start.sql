-- Whose holdings are looked into: listed parties and holders who are not identified.
SELECT node_id, 0 AS depth
FROM ownership__reached
WHERE upper_round = 0
ORDER BY node_id
