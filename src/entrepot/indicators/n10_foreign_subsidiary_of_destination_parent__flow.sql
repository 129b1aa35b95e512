-- What each firm in n10__tie exports of controlled goods into the destination, by receiver; is_tied says whether that was
-- while the firm and the receiver (receiver_id) had the tie, which may have ended (receiver_until_on).
WITH tie AS (
    SELECT firm_id, receiver_id, CASE WHEN COUNT(*) = COUNT(receiver_until_on) THEN MAX(receiver_until_on) END AS until_on
    FROM n10__tie
    GROUP BY firm_id, receiver_id
)
SELECT
    d.exporter_party_id AS firm_id, d.importer_party_id AS receiver_id,
    t.firm_id IS NOT NULL AND (t.until_on IS NULL OR d.declared_on <= t.until_on) AS is_tied, COUNT(*) AS line_count,
    CAST(COALESCE(SUM(TRY_CAST(d.value_usd AS DECIMAL(38, 2))), 0) AS DOUBLE) AS value_usd,
    MIN(d.declared_on) AS first_on, MAX(d.declared_on) AS last_on
FROM trade__line AS d
JOIN (SELECT DISTINCT firm_id FROM n10__tie) AS f ON f.firm_id = d.exporter_party_id
JOIN controlled__code AS c ON c.hs6 = d.hs6
LEFT JOIN tie AS t ON t.firm_id = d.exporter_party_id AND t.receiver_id = d.importer_party_id
LEFT JOIN linked__party AS p ON p.party_id = d.importer_party_id
WHERE d.declared_on <= CAST($as_of_on AS DATE)
  AND d.importer_party_id IS NOT NULL
  AND COALESCE(p.country_iso, d.importer_country_iso, d.destination_iso) = $destination_iso
GROUP BY d.exporter_party_id, d.importer_party_id,
    t.firm_id IS NOT NULL AND (t.until_on IS NULL OR d.declared_on <= t.until_on)
ORDER BY d.exporter_party_id, d.importer_party_id, is_tied
