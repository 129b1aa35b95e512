-- The normalised names of the parties of each candidate pair, for the comparison of names.
-- Reads n2__candidate (predecessor_id, successor_id, jaccard).
WITH pair AS (
    SELECT predecessor_id AS party_id FROM n2__candidate WHERE jaccard >= $jaccard_min
    UNION
    SELECT successor_id FROM n2__candidate WHERE jaccard >= $jaccard_min
)
SELECT p.party_id, n.name, n.name_key, n.snapshot_id, n.locator, n.provenance, n.publication
FROM pair AS p
JOIN linked__party_name AS n ON n.party_id = p.party_id
WHERE n.name_key IS NOT NULL
ORDER BY p.party_id, n.name_key, n.snapshot_id, n.locator
