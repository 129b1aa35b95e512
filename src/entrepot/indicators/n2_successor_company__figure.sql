-- Figures of each pair written out: the successor's trade since the cut-off, and how alike the goods are.
-- Reads n2__once and n2__shown (predecessor_id, successor_id, event_on). The cosine is that of value by HS6.
WITH before_goods AS (
    SELECT s.predecessor_id, s.successor_id, o.hs6, CAST(SUM(o.value_usd) AS DOUBLE) AS value_usd
    FROM n2__shown AS s
    JOIN n2__once AS o ON o.trader_id = s.predecessor_id AND o.declared_on < s.event_on
        AND o.declared_on >= s.event_on - CAST($profile_days AS INTEGER)
    GROUP BY s.predecessor_id, s.successor_id, o.hs6
),
after_goods AS (
    SELECT s.predecessor_id, s.successor_id, o.hs6, CAST(SUM(o.value_usd) AS DOUBLE) AS value_usd
    FROM n2__shown AS s
    JOIN n2__once AS o ON o.trader_id = s.successor_id AND o.declared_on >= s.event_on
        AND o.declared_on < s.event_on + CAST($takeover_days AS INTEGER)
    GROUP BY s.predecessor_id, s.successor_id, o.hs6
),
length_before AS (
    SELECT predecessor_id, successor_id, SQRT(SUM(value_usd * value_usd)) AS norm
    FROM before_goods
    GROUP BY predecessor_id, successor_id
),
length_after AS (
    SELECT predecessor_id, successor_id, SQRT(SUM(value_usd * value_usd)) AS norm
    FROM after_goods
    GROUP BY predecessor_id, successor_id
),
product AS (
    SELECT b.predecessor_id, b.successor_id, SUM(b.value_usd * a.value_usd) AS dot
    FROM before_goods AS b
    JOIN after_goods AS a ON a.predecessor_id = b.predecessor_id AND a.successor_id = b.successor_id AND a.hs6 = b.hs6
    GROUP BY b.predecessor_id, b.successor_id
),
since AS (
    SELECT
        s.predecessor_id, s.successor_id,
        CAST(SUM(CASE WHEN o.declared_on >= CAST($cutoff_on AS DATE) THEN o.value_usd ELSE 0 END) AS DOUBLE)
            AS since_cutoff_usd,
        CAST(SUM(CASE WHEN o.declared_on >= s.event_on THEN o.value_usd ELSE 0 END) AS DOUBLE) AS since_event_usd,
        MIN(o.declared_on) AS first_line_on, MAX(o.declared_on) AS last_line_on
    FROM n2__shown AS s
    JOIN n2__once AS o ON o.trader_id = s.successor_id
    GROUP BY s.predecessor_id, s.successor_id
)
SELECT
    s.predecessor_id, s.successor_id, s.since_cutoff_usd, s.since_event_usd, s.first_line_on, s.last_line_on,
    ROUND(COALESCE(p.dot, 0.0) / (b.norm * a.norm), 6) AS cosine
FROM since AS s
LEFT JOIN product AS p ON p.predecessor_id = s.predecessor_id AND p.successor_id = s.successor_id
LEFT JOIN length_before AS b ON b.predecessor_id = s.predecessor_id AND b.successor_id = s.successor_id
LEFT JOIN length_after AS a ON a.predecessor_id = s.predecessor_id AND a.successor_id = s.successor_id
ORDER BY s.predecessor_id, s.successor_id
