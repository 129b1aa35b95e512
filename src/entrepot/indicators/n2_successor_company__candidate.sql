-- Every trader that took over trade after a predecessor's event, with the overlap of its trading profile.
-- Reads n2__predecessor (party_id, event_on): one event a party.
-- Profiles are shares of value over (partner, HS6): before the event for the predecessor, after it for the candidate.
-- Overlap is the sum of the lesser share; the weighted Jaccard of two share vectors is overlap / (2 - overlap).
-- p_value: among the $reference_max other traders nearest in value after the event, how many overlap at least as much.
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
-- The same trade seen by both customs: the destination's own record is kept. Few pairs have lines of the other kind.
exported AS (
    SELECT DISTINCT trader_id, partner_id FROM inbound WHERE direction <> 'import'
),
mirrored AS (
    SELECT DISTINCT i.trader_id, i.partner_id
    FROM exported AS x
    JOIN inbound AS i ON i.trader_id = x.trader_id AND i.partner_id = x.partner_id AND i.direction = 'import'
),
once AS (
    SELECT i.trader_id, i.partner_id, i.declared_on, i.hs6, i.value_usd
    FROM inbound AS i
    LEFT JOIN mirrored AS m ON m.trader_id = i.trader_id AND m.partner_id = i.partner_id
    WHERE i.trader_id IS NOT NULL AND i.partner_id IS NOT NULL AND (i.direction = 'import' OR m.trader_id IS NULL)
),
cell AS (
    SELECT p.party_id AS predecessor_id, p.event_on, o.partner_id, o.hs6, SUM(o.value_usd) AS value_usd
    FROM n2__predecessor AS p
    JOIN once AS o ON o.trader_id = p.party_id
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
trader_day AS (
    SELECT trader_id, declared_on, SUM(value_usd) AS value_usd FROM once GROUP BY trader_id, declared_on
),
volume AS (
    SELECT
        c.event_on, d.trader_id,
        SUM(CASE WHEN d.declared_on < c.event_on THEN d.value_usd ELSE 0 END) AS before_usd,
        SUM(CASE WHEN d.declared_on >= c.event_on THEN d.value_usd ELSE 0 END) AS after_usd
    FROM (SELECT DISTINCT event_on FROM n2__predecessor) AS c
    JOIN trader_day AS d ON d.declared_on >= c.event_on - CAST($takeover_days AS INTEGER)
        AND d.declared_on < c.event_on + CAST($takeover_days AS INTEGER)
    GROUP BY c.event_on, d.trader_id
),
shared_cell AS (
    SELECT s.predecessor_id, s.event_on, o.trader_id, s.partner_id, s.hs6, s.share, SUM(o.value_usd) AS after_usd
    FROM cell_share AS s
    JOIN once AS o ON o.partner_id = s.partner_id AND o.hs6 = s.hs6
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
    JOIN volume AS v ON v.event_on = c.event_on AND v.trader_id = c.trader_id
    GROUP BY c.predecessor_id, c.trader_id
),
population AS (
    SELECT
        p.party_id AS predecessor_id, p.event_on, v.trader_id,
        CAST(v.before_usd AS DOUBLE) AS before_usd, CAST(v.after_usd AS DOUBLE) AS after_usd,
        ROUND(COALESCE(o.overlap, 0.0), 9) AS overlap, COALESCE(o.shared_partner_count, 0) AS shared_partner_count
    FROM n2__predecessor AS p
    JOIN volume AS v ON v.event_on = p.event_on AND v.after_usd > 0 AND v.trader_id <> p.party_id
    LEFT JOIN overlapping AS o ON o.predecessor_id = p.party_id AND o.trader_id = v.trader_id
),
listed AS (
    SELECT party_id, MIN(COALESCE(listed_on, seen_on)) AS listed_on
    FROM linked__designation
    WHERE regime <> 'none'
    GROUP BY party_id
),
candidate AS (
    SELECT
        n.predecessor_id, n.event_on, n.trader_id AS successor_id, q.name AS successor_name, q.incorporated_on,
        q.snapshot_id, q.locator, q.provenance, q.publication,
        n.before_usd, n.after_usd, n.overlap, n.shared_partner_count,
        ROUND(n.overlap / (2.0 - n.overlap), 6) AS jaccard,
        CASE WHEN l.listed_on <= CAST($as_of_on AS DATE) THEN l.listed_on END AS successor_listed_on
    FROM population AS n
    JOIN linked__party AS q ON q.party_id = n.trader_id
    LEFT JOIN listed AS l ON l.party_id = n.trader_id
    WHERE n.after_usd >= $successor_after_min_usd
      AND (n.after_usd >= $takeover_ratio_min * n.before_usd
           OR (q.incorporated_on >= n.event_on - CAST($incorporated_before_days AS INTEGER)
               AND q.incorporated_on <= n.event_on + CAST($takeover_days AS INTEGER)))
      -- Not designated at the time: a firm listed on the same day or earlier is no way around the listing.
      AND (l.listed_on IS NULL OR l.listed_on > n.event_on)
),
ranked AS (
    SELECT
        c.predecessor_id, c.successor_id, c.overlap AS candidate_overlap, n.overlap,
        ROW_NUMBER() OVER (PARTITION BY c.predecessor_id, c.successor_id
            ORDER BY ROUND(ABS(LN(n.after_usd) - LN(c.after_usd)), 9), n.trader_id) AS position
    FROM candidate AS c
    JOIN population AS n ON n.predecessor_id = c.predecessor_id AND n.trader_id <> c.successor_id
    WHERE c.jaccard >= $jaccard_min
),
tail AS (
    SELECT
        predecessor_id, successor_id, COUNT(*) AS reference_count,
        COUNT(CASE WHEN overlap >= candidate_overlap THEN 1 END) AS as_close_count
    FROM ranked
    WHERE position <= $reference_max
    GROUP BY predecessor_id, successor_id
)
SELECT
    c.predecessor_id, c.event_on, c.successor_id, c.successor_name, c.incorporated_on, c.before_usd, c.after_usd,
    c.overlap, c.jaccard, c.shared_partner_count, c.successor_listed_on,
    -- Null where the profile is not alike enough to be compared with others.
    CASE WHEN c.jaccard >= $jaccard_min THEN COALESCE(t.reference_count, 0) END AS reference_count,
    CASE WHEN c.jaccard >= $jaccard_min THEN COALESCE(t.as_close_count, 0) END AS as_close_count,
    c.snapshot_id, c.locator, c.provenance, c.publication,
    ROUND((1.0 + t.as_close_count) / (1.0 + t.reference_count), 6) AS p_value
FROM candidate AS c
LEFT JOIN tail AS t ON t.predecessor_id = c.predecessor_id AND t.successor_id = c.successor_id
ORDER BY c.predecessor_id, c.successor_id
