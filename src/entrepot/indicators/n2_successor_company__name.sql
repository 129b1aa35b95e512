-- The normalised names of both sides of each pair that is alike enough, for the comparison of names.
-- Reads n2__candidate (predecessor_id, successor_id) and n2__overlap.
WITH alike AS (
    SELECT c.predecessor_id, c.successor_id
    FROM n2__candidate AS c
    JOIN n2__overlap AS o ON o.predecessor_id = c.predecessor_id AND o.trader_id = c.successor_id
    WHERE o.jaccard >= $jaccard_min
)
SELECT
    a.predecessor_id, a.successor_id, n.party_id, n.name, n.name_key, n.snapshot_id, n.locator, n.provenance, n.publication
FROM alike AS a
JOIN linked__party_name AS n ON n.party_id = a.predecessor_id OR n.party_id = a.successor_id
WHERE n.name_key IS NOT NULL
ORDER BY a.predecessor_id, a.successor_id, n.party_id, n.name_key, n.snapshot_id, n.locator
