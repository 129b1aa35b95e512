-- Figures of each pair written out: the successor's trade since the cut-off, and how alike the goods are.
-- Reads n2__shown (predecessor_id, successor_id, event_on). The cosine is that of value by HS6.
WITH inbound AS (
    SELECT
        CASE WHEN $side = 'importer' THEN importer_party_id ELSE exporter_party_id END AS trader_id,
        CASE WHEN $side = 'importer' THEN exporter_party_id ELSE importer_party_id END AS partner_id,
        direction, declared_on, COALESCE(hs6, '') AS hs6, CAST(value_usd AS DECIMAL(18, 2)) AS value_usd
    FROM linked__declaration
    WHERE (importer_country_iso = $destination_iso
           OR (importer_country_iso IS NULL AND (destination_iso = $destination_iso
               OR (direction = 'import' AND reporting_iso = $destination_iso))))
      AND value_usd > 0
      AND declared_on <= CAST($as_of_on AS DATE)
),
party AS (
    SELECT predecessor_id AS party_id FROM n2__shown
    UNION
    SELECT successor_id FROM n2__shown
),
own AS (
    SELECT i.trader_id, i.partner_id, i.direction, i.declared_on, i.hs6, i.value_usd
    FROM inbound AS i
    JOIN party AS p ON p.party_id = i.trader_id
),
mirrored AS (
    SELECT DISTINCT trader_id, partner_id FROM own WHERE direction = 'import'
),
once AS (
    SELECT o.trader_id, o.declared_on, o.hs6, o.value_usd
    FROM own AS o
    LEFT JOIN mirrored AS m ON m.trader_id = o.trader_id AND m.partner_id = o.partner_id
    WHERE o.direction = 'import' OR m.trader_id IS NULL
),
before_goods AS (
    SELECT s.predecessor_id, s.successor_id, o.hs6, CAST(SUM(o.value_usd) AS DOUBLE) AS value_usd
    FROM n2__shown AS s
    JOIN once AS o ON o.trader_id = s.predecessor_id AND o.declared_on < s.event_on
        AND o.declared_on >= s.event_on - CAST($profile_days AS INTEGER)
    GROUP BY s.predecessor_id, s.successor_id, o.hs6
),
after_goods AS (
    SELECT s.predecessor_id, s.successor_id, o.hs6, CAST(SUM(o.value_usd) AS DOUBLE) AS value_usd
    FROM n2__shown AS s
    JOIN once AS o ON o.trader_id = s.successor_id AND o.declared_on >= s.event_on
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
    JOIN once AS o ON o.trader_id = s.successor_id
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
