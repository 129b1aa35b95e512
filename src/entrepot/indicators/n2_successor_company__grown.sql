-- Traders that may have taken over at each event day: grown threefold or newly registered, and not designated by then.
-- Reads n2__volume (event_on, trader_id, before_usd, after_usd).
WITH listed AS (
    SELECT party_id, MIN(COALESCE(listed_on, seen_on)) AS listed_on
    FROM linked__designation
    WHERE regime <> 'none'
    GROUP BY party_id
)
SELECT
    v.event_on, v.trader_id, v.before_usd, v.after_usd, v.position, q.name, q.incorporated_on,
    q.snapshot_id, q.locator, q.provenance, q.publication,
    CASE WHEN l.listed_on <= CAST($as_of_on AS DATE) THEN l.listed_on END AS listed_on
FROM n2__volume AS v
JOIN linked__party AS q ON q.party_id = v.trader_id
LEFT JOIN listed AS l ON l.party_id = v.trader_id
WHERE v.after_usd >= $successor_after_min_usd
  AND (v.after_usd >= $takeover_ratio_min * v.before_usd
       OR (q.incorporated_on >= v.event_on - CAST($incorporated_before_days AS INTEGER)
           AND q.incorporated_on <= v.event_on + CAST($takeover_days AS INTEGER)))
  -- Not designated at the time: a firm listed on the same day or earlier is no way around the listing.
  AND (l.listed_on IS NULL OR l.listed_on > v.event_on)
