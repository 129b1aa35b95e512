-- How much of each predecessor's trading profile another trader took over after the event; those with nothing are left out.
-- Reads n2__once, n2__predecessor (party_id, event_on) and n2__volume (event_on, trader_id, after_usd).
-- Profiles are shares of value over (partner, HS6): before the event for the predecessor, after it for the other.
-- Overlap is the sum of the lesser share; the weighted Jaccard of two share vectors is overlap / (2 - overlap).
WITH cell AS (
    SELECT p.party_id AS predecessor_id, p.event_on, o.partner_id, o.hs6, SUM(o.value_usd) AS value_usd
    FROM n2__predecessor AS p
    JOIN n2__once AS o ON o.trader_id = p.party_id AND o.partner_id IS NOT NULL
        AND o.declared_on >= p.event_on - CAST($profile_days AS INTEGER) AND o.declared_on < p.event_on
    GROUP BY p.party_id, p.event_on, o.partner_id, o.hs6
),
cell_share AS (
    SELECT
        predecessor_id, event_on, partner_id, hs6,
        CAST(CAST(value_usd AS DOUBLE) / CAST(SUM(value_usd) OVER (PARTITION BY predecessor_id) AS DOUBLE)
            AS DECIMAL(18, 12)) AS share
    FROM cell
),
shared_cell AS (
    SELECT s.predecessor_id, s.event_on, o.trader_id, s.partner_id, s.hs6, s.share, SUM(o.value_usd) AS after_usd
    FROM cell_share AS s
    JOIN n2__once AS o ON o.partner_id = s.partner_id AND o.hs6 = s.hs6
        AND o.declared_on >= s.event_on AND o.declared_on < s.event_on + CAST($takeover_days AS INTEGER)
    GROUP BY s.predecessor_id, s.event_on, o.trader_id, s.partner_id, s.hs6, s.share
),
overlapping AS (
    SELECT
        c.predecessor_id, c.trader_id,
        CAST(SUM(LEAST(c.share,
            CAST(CAST(c.after_usd AS DOUBLE) / CAST(v.after_usd AS DOUBLE) AS DECIMAL(18, 12)))) AS DOUBLE) AS overlap,
        COUNT(DISTINCT c.partner_id) AS shared_partner_count
    FROM shared_cell AS c
    JOIN n2__volume AS v ON v.event_on = c.event_on AND v.trader_id = c.trader_id
    GROUP BY c.predecessor_id, c.trader_id
)
SELECT
    predecessor_id, trader_id, ROUND(overlap, 9) AS overlap,
    ROUND(ROUND(overlap, 9) / (2.0 - ROUND(overlap, 9)), 6) AS jaccard, shared_partner_count
FROM overlapping
WHERE trader_id <> predecessor_id
