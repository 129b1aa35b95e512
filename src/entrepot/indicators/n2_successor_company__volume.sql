-- What every trader traded into the destination in the year before and the year from each event day on, in US dollars.
-- Reads n2__predecessor (party_id, event_on): one event a party. `position` orders those with trade after by it.
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
)
SELECT
    event_on, trader_id, CAST(before_usd AS DOUBLE) AS before_usd, CAST(after_usd AS DOUBLE) AS after_usd,
    ROW_NUMBER() OVER (PARTITION BY event_on ORDER BY after_usd, trader_id) AS position
FROM volume
WHERE after_usd > 0
