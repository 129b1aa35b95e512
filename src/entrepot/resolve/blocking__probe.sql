-- Which key leads to which: every usable key to itself, and near words to each other. Weights are whole numbers, so that sums
-- do not depend on the order of rows.
SELECT key_number, key_number AS near_number, 100 AS similarity
FROM resolve__block_use
WHERE party_count > 1 AND party_count <= $most_sharing
UNION ALL
SELECT n.key_number, n.near_number, n.similarity
FROM resolve__block_near n
JOIN resolve__block_use a ON a.key_number = n.key_number
JOIN resolve__block_use b ON b.key_number = n.near_number
WHERE a.party_count * b.party_count <= $most_near_pairs
ORDER BY key_number, near_number
