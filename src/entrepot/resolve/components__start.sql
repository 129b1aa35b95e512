-- Every record that shares a key begins as a component of its own.
SELECT DISTINCT source_party_id, source_party_id AS label, TRUE AS is_changed
FROM resolve__carrier
ORDER BY source_party_id
