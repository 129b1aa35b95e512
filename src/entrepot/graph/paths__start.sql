-- The targets themselves, at distance zero.
SELECT party_id, party_id AS target_id, 0 AS hops, party_id AS next_id, CAST(NULL AS VARCHAR) AS edge_kind
FROM linked__party
WHERE list_contains($targets, party_id)
ORDER BY party_id
