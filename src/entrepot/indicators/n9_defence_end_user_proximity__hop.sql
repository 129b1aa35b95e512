-- The rows of the links between the parties in n9__node (party_id) that paths may run along.
SELECT
    k.holder_party_id AS from_id,
    CASE WHEN k.party_a_id = k.holder_party_id THEN k.party_b_id ELSE k.party_a_id END AS to_id,
    k.link_kind, k.snapshot_id, k.locator, k.provenance, k.publication
FROM graph__link AS k
JOIN n9__node AS a ON a.party_id = k.party_a_id
JOIN n9__node AS b ON b.party_id = k.party_b_id
WHERE k.link_kind IN ('supplies', 'procures_for', 'owns')
ORDER BY from_id, to_id, k.link_kind, k.snapshot_id, k.locator
