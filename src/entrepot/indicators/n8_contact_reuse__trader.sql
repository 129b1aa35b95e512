-- Traders in controlled goods (controlled__code), on either side of a line, of whom a contact is known.
WITH pair AS (
    SELECT d.importer_party_id, d.exporter_party_id, COUNT(*) AS line_count,
           COALESCE(SUM(TRY_CAST(d.value_usd AS DECIMAL(38, 2))), 0) AS value_usd
    FROM trade__line AS d
    JOIN controlled__code AS c ON c.hs6 = d.hs6
    WHERE d.declared_on <= CAST($as_of_on AS DATE)
    GROUP BY d.importer_party_id, d.exporter_party_id
),
side AS (
    SELECT importer_party_id AS party_id, line_count, value_usd FROM pair
    UNION ALL
    SELECT exporter_party_id, line_count, value_usd FROM pair
    WHERE importer_party_id IS NULL OR importer_party_id <> exporter_party_id
)
SELECT s.party_id, p.country_iso, CAST(SUM(s.line_count) AS BIGINT) AS line_count,
       CAST(SUM(s.value_usd) AS DOUBLE) AS value_usd
FROM side AS s
JOIN linked__party AS p ON p.party_id = s.party_id
JOIN (SELECT DISTINCT party_id FROM linked__contact WHERE contact_key IS NOT NULL) AS k ON k.party_id = s.party_id
GROUP BY s.party_id, p.country_iso
ORDER BY s.party_id
