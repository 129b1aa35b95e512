-- How many other traders into the destination fell as far as each predecessor around the same day, of those that traded
-- enough before. Reads n2__once and n2__predecessor (party_id, event_on): one event a party.
WITH trader_day AS (
    SELECT trader_id, declared_on, SUM(value_usd) AS value_usd FROM n2__once GROUP BY trader_id, declared_on
),
volume AS (
    SELECT
        c.event_on, d.trader_id,
        CAST(SUM(CASE WHEN d.declared_on < c.event_on THEN d.value_usd ELSE 0 END) AS DOUBLE) AS before_usd,
        CAST(SUM(CASE WHEN d.declared_on >= c.event_on THEN d.value_usd ELSE 0 END) AS DOUBLE) AS after_usd
    FROM (SELECT DISTINCT event_on FROM n2__predecessor) AS c
    JOIN trader_day AS d ON d.declared_on >= c.event_on - CAST($decline_days AS INTEGER)
        AND d.declared_on < c.event_on + CAST($decline_days AS INTEGER)
    GROUP BY c.event_on, d.trader_id
)
SELECT
    p.party_id, COUNT(v.trader_id) AS trader_count,
    COUNT(CASE WHEN v.after_usd * o.before_usd <= o.after_usd * v.before_usd THEN 1 END) AS as_low_count
FROM n2__predecessor AS p
JOIN volume AS o ON o.event_on = p.event_on AND o.trader_id = p.party_id
LEFT JOIN volume AS v ON v.event_on = p.event_on AND v.trader_id <> p.party_id
    AND v.before_usd >= $predecessor_before_min_usd
GROUP BY p.party_id
ORDER BY p.party_id
