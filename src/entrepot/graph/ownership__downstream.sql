-- One level down: parties not met before of which those met last hold something, whatever the share.
SELECT node_id, depth
FROM ownership__downstream
UNION ALL
SELECT DISTINCT s.subject_id AS node_id, CAST($depth AS INTEGER) AS depth
FROM ownership__stake s
JOIN ownership__downstream d ON d.node_id = s.owner_id AND d.depth = $depth - 1
LEFT JOIN ownership__downstream k ON k.node_id = s.subject_id
WHERE k.node_id IS NULL AND (s.share_upper_pct > 0 OR s.board_upper_pct > 0)
ORDER BY depth, node_id
