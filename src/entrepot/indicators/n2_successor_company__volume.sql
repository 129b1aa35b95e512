-- What every trader traded into the destination in the year before and the year from each event day on, in US dollars.
-- Reads n2__once and n2__predecessor (party_id, event_on): one event a party. `position` orders those with trade after by it.
WITH trader_day AS (
    SELECT trader_id, declared_on, SUM(value_usd) AS value_usd FROM n2__once WHERE partner_id IS NOT NULL GROUP BY trader_id, declared_on
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
