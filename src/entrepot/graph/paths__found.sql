-- The hops of every path, with the evidence of each.
SELECT p.party_id, p.target_id, p.hops, p.next_id, p.edge_kind, e.from_on, e.to_on, e.snapshot_id, e.locator, e.row_count
FROM paths__path p
JOIN paths__edge e ON e.from_id = p.party_id AND e.to_id = p.next_id AND e.edge_kind = p.edge_kind
WHERE p.hops > 0
ORDER BY p.hops, p.target_id, p.party_id
