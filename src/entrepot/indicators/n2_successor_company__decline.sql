-- What each predecessor traded before and after its event day, and the days the whole ledger spans.
-- Reads n2__once and n2__predecessor (party_id, event_on). Days before the event: [event - n, event); after: [event, event + n).
WITH ledger AS (
    SELECT MIN(declared_on) AS from_on, MAX(declared_on) AS to_on
    FROM linked__declaration
    WHERE (importer_country_iso = $destination_iso
           OR (importer_country_iso IS NULL AND (destination_iso = $destination_iso
               OR (direction = 'import' AND reporting_iso = $destination_iso))))
      AND value_usd > 0
      AND declared_on <= CAST($as_of_on AS DATE)
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
JOIN n2__once AS o ON o.trader_id = p.party_id
CROSS JOIN ledger AS l
GROUP BY p.party_id, p.event_on, l.from_on, l.to_on
ORDER BY p.party_id, p.event_on
