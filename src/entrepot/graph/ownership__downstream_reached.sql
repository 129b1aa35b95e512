-- Of the parties looked into, those that the rule reaches or may reach.
SELECT d.node_id, d.depth
FROM ownership__downstream d
JOIN ownership__reached r ON r.node_id = d.node_id
WHERE r.upper_round IS NOT NULL
ORDER BY d.node_id
