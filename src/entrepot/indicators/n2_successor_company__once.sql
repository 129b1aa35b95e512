-- What was traded into the destination, each trade once: whose trade it is, with whom, on which day, and its worth as a decimal,
-- so that the order of rows cannot change a cent. The same trade seen by both customs is the destination's own record. A
-- partner may not be named. Kept for all searches of a run, hence no more columns than they read.
WITH inbound AS (
    SELECT
        CASE WHEN $side = 'importer' THEN importer_party_id ELSE exporter_party_id END AS trader_id,
        CASE WHEN $side = 'importer' THEN exporter_party_id ELSE importer_party_id END AS partner_id,
        direction, declared_on, COALESCE(hs6, '') AS hs6, TRY_CAST(value_usd AS DECIMAL(38, 2)) AS value_usd
    FROM linked__declaration
    WHERE (importer_country_iso = $destination_iso
           OR (importer_country_iso IS NULL AND (destination_iso = $destination_iso
               OR (direction = 'import' AND reporting_iso = $destination_iso))))
      AND value_usd > 0
      AND declared_on <= CAST($as_of_on AS DATE)
),
-- Few pairs have lines of the other kind.
exported AS (
    SELECT DISTINCT trader_id, partner_id FROM inbound WHERE direction <> 'import'
),
mirrored AS (
    SELECT DISTINCT i.trader_id, i.partner_id
    FROM exported AS x
    JOIN inbound AS i ON i.trader_id = x.trader_id AND i.partner_id = x.partner_id AND i.direction = 'import'
)
SELECT i.trader_id, i.partner_id, i.declared_on, i.hs6, i.value_usd
FROM inbound AS i
LEFT JOIN mirrored AS m ON m.trader_id = i.trader_id AND m.partner_id = i.partner_id
WHERE i.trader_id IS NOT NULL AND i.value_usd IS NOT NULL AND (i.direction = 'import' OR m.trader_id IS NULL)
