-- The address rows and the listings of all tenants of the units written out, and some lines of the trading ones.
WITH tenant AS (
    SELECT DISTINCT
        CASE WHEN a.address_key IS NOT NULL THEN a.address_key
             WHEN LENGTH(a.address) >= $text_min THEN CONCAT('text: ', LOWER(a.address)) END AS unit_key,
        a.party_id, a.address, a.snapshot_id, a.locator, a.provenance, a.publication
    FROM linked__address AS a
),
shown AS (
    SELECT t.unit_key, t.party_id, p.name, t.address, t.snapshot_id, t.locator, t.provenance, t.publication
    FROM tenant AS t
    JOIN linked__party AS p ON p.party_id = t.party_id
    WHERE list_contains($unit_keys, t.unit_key)
      AND p.party_kind NOT IN ('person', 'vessel', 'aircraft')
)
SELECT unit_key, party_id, name, 'address' AS evidence_kind, address AS words, snapshot_id, locator, provenance, publication
FROM shown
UNION ALL
SELECT DISTINCT
    s.unit_key, s.party_id, s.name, 'listing', g.list_id, g.snapshot_id, g.locator, g.provenance, g.publication
FROM shown AS s
JOIN linked__designation AS g ON g.party_id = s.party_id AND g.regime <> 'none'
ORDER BY unit_key, evidence_kind, party_id, snapshot_id, locator, words
