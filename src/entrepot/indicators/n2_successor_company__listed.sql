-- Designated parties that trade into the destination: one row a party, list entry and day the listing is dated by.
-- $side is importer or exporter: on which side of the trade the designated party stands.
WITH trader AS (
    SELECT DISTINCT CASE WHEN $side = 'importer' THEN importer_party_id ELSE exporter_party_id END AS party_id
    FROM linked__declaration
    WHERE (importer_country_iso = $destination_iso
           OR (importer_country_iso IS NULL AND (destination_iso = $destination_iso
               OR (direction = 'import' AND reporting_iso = $destination_iso))))
      AND value_usd > 0
      AND declared_on <= CAST($as_of_on AS DATE)
),
added AS (
    -- Two states of a list say no more than: listed after the one, by the other.
    SELECT list_id, native_id, MIN(by_on) AS by_on, MIN(after_on) AS after_on
    FROM linked__list_change
    WHERE change_kind = 'added'
    GROUP BY list_id, native_id
),
dated AS (
    SELECT
        g.party_id, g.list_id, g.regime, g.native_id,
        COALESCE(g.listed_on, a.by_on, g.seen_on) AS event_on,
        CASE WHEN g.listed_on IS NOT NULL THEN 'listed' WHEN a.by_on IS NOT NULL THEN 'between' ELSE 'seen' END
            AS date_basis,
        a.after_on,
        g.snapshot_id, g.locator, g.provenance, g.publication
    FROM linked__designation AS g
    LEFT JOIN added AS a ON a.list_id = g.list_id AND a.native_id = g.native_id
    WHERE g.regime <> 'none'
)
SELECT
    d.party_id, p.name, d.list_id, d.regime, d.event_on, d.date_basis, d.after_on,
    d.snapshot_id, d.locator, d.provenance, d.publication
FROM dated AS d
JOIN trader AS t ON t.party_id = d.party_id
JOIN linked__party AS p ON p.party_id = d.party_id
WHERE d.event_on IS NOT NULL AND d.event_on <= CAST($as_of_on AS DATE)
ORDER BY d.party_id, d.event_on, d.list_id, d.snapshot_id, d.locator
