-- What each predecessor traded before and after its event day, and the days the whole ledger spans.
-- Reads n2__predecessor (party_id, event_on). Days before the event: [event - n, event); after: [event, event + n).
-- Amounts are summed as decimals, so that the order of rows cannot change a cent.
WITH inbound AS (
    SELECT
        CASE WHEN $side = 'importer' THEN importer_party_id ELSE exporter_party_id END AS trader_id,
        CASE WHEN $side = 'importer' THEN exporter_party_id ELSE importer_party_id END AS partner_id,
        direction, declared_on, CAST(value_usd AS DECIMAL(18, 2)) AS value_usd
    FROM linked__declaration
    WHERE (importer_country_iso = $destination_iso
           OR (importer_country_iso IS NULL AND (destination_iso = $destination_iso
               OR (direction = 'import' AND reporting_iso = $destination_iso))))
      AND value_usd > 0
      AND declared_on <= CAST($as_of_on AS DATE)
),
own AS (
    SELECT i.trader_id, i.partner_id, i.direction, i.declared_on, i.value_usd
    FROM inbound AS i
    JOIN (SELECT DISTINCT party_id FROM n2__predecessor) AS p ON p.party_id = i.trader_id
),
mirrored AS (
    -- The same trade seen by both customs: the destination's own record is kept.
    SELECT DISTINCT trader_id, partner_id FROM own WHERE direction = 'import'
),
once AS (
    SELECT o.trader_id, o.declared_on, o.value_usd
    FROM own AS o
    LEFT JOIN mirrored AS m ON m.trader_id = o.trader_id AND m.partner_id = o.partner_id
    WHERE o.direction = 'import' OR m.trader_id IS NULL
),
ledger AS (
    SELECT MIN(declared_on) AS from_on, MAX(declared_on) AS to_on FROM inbound
)
SELECT
    p.party_id, p.event_on, l.from_on AS ledger_from_on, l.to_on AS ledger_to_on,
    CAST(SUM(CASE WHEN o.declared_on >= p.event_on - CAST($decline_days AS INTEGER) AND o.declared_on < p.event_on
        THEN o.value_usd ELSE 0 END) AS DOUBLE) AS value_before_usd,
    CAST(SUM(CASE WHEN o.declared_on >= p.event_on AND o.declared_on < p.event_on + CAST($decline_days AS INTEGER)
        THEN o.value_usd ELSE 0 END) AS DOUBLE) AS value_after_usd,
    CAST(SUM(CASE WHEN o.declared_on < p.event_on THEN o.value_usd ELSE 0 END) AS DOUBLE) AS total_before_usd,
    CAST(SUM(CASE WHEN o.declared_on >= p.event_on THEN o.value_usd ELSE 0 END) AS DOUBLE) AS total_after_usd,
    MIN(o.declared_on) AS first_line_on, MAX(o.declared_on) AS last_line_on
FROM n2__predecessor AS p
JOIN once AS o ON o.trader_id = p.party_id
CROSS JOIN ledger AS l
GROUP BY p.party_id, p.event_on, l.from_on, l.to_on
ORDER BY p.party_id, p.event_on
