-- Candidates whose trading profile is alike, or that are linked and share some of it, with the overlap and its chance.
-- Reads n2__predecessor (party_id, event_on), n2__volume, n2__grown, n2__overlap, n2__linked (predecessor_id, successor_id).
-- p_value: among the $reference_max other traders nearest in value after the event, how many overlap at least as much;
-- null where the profile is not alike enough to be compared with others.
WITH linked AS (
    SELECT DISTINCT predecessor_id, successor_id FROM n2__linked
),
candidate AS (
    SELECT
        p.party_id AS predecessor_id, p.event_on, g.trader_id AS successor_id, g.name AS successor_name, g.incorporated_on,
        g.snapshot_id, g.locator, g.provenance, g.publication, g.before_usd, g.after_usd, g.position,
        o.overlap, o.shared_partner_count, o.jaccard, g.listed_on AS successor_listed_on
    FROM n2__predecessor AS p
    JOIN n2__overlap AS o ON o.predecessor_id = p.party_id
    JOIN n2__grown AS g ON g.event_on = p.event_on AND g.trader_id = o.trader_id
    LEFT JOIN linked AS l ON l.predecessor_id = p.party_id AND l.successor_id = o.trader_id
    WHERE o.jaccard >= $jaccard_min OR (l.successor_id IS NOT NULL AND o.overlap > 0)
),
-- The nearest in value are among as many places up and down, the two firms themselves left out.
ranked AS (
    SELECT
        c.predecessor_id, c.successor_id, c.overlap AS candidate_overlap, COALESCE(o.overlap, 0.0) AS overlap,
        ROW_NUMBER() OVER (PARTITION BY c.predecessor_id, c.successor_id
            ORDER BY ROUND(ABS(LN(v.after_usd) - LN(c.after_usd)), 9), v.trader_id) AS place
    FROM candidate AS c
    JOIN n2__volume AS v ON v.event_on = c.event_on
        AND v.position >= c.position - $reference_max - 2 AND v.position <= c.position + $reference_max + 2
        AND v.trader_id <> c.successor_id AND v.trader_id <> c.predecessor_id
    LEFT JOIN n2__overlap AS o ON o.predecessor_id = c.predecessor_id AND o.trader_id = v.trader_id
    WHERE c.jaccard >= $jaccard_min
),
tail AS (
    SELECT
        predecessor_id, successor_id, COUNT(*) AS reference_count,
        COUNT(CASE WHEN overlap >= candidate_overlap THEN 1 END) AS as_close_count
    FROM ranked
    WHERE place <= $reference_max
    GROUP BY predecessor_id, successor_id
)
SELECT
    c.predecessor_id, c.event_on, c.successor_id, c.successor_name, c.incorporated_on, c.before_usd, c.after_usd,
    c.overlap, c.jaccard, c.shared_partner_count, c.successor_listed_on,
    CASE WHEN c.jaccard >= $jaccard_min THEN COALESCE(t.reference_count, 0) END AS reference_count,
    CASE WHEN c.jaccard >= $jaccard_min THEN COALESCE(t.as_close_count, 0) END AS as_close_count,
    c.snapshot_id, c.locator, c.provenance, c.publication,
    ROUND((1.0 + t.as_close_count) / (1.0 + t.reference_count), 6) AS p_value
FROM candidate AS c
LEFT JOIN tail AS t ON t.predecessor_id = c.predecessor_id AND t.successor_id = c.successor_id
ORDER BY c.predecessor_id, c.successor_id
