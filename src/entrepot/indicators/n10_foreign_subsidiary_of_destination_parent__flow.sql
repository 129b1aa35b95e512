-- What each firm in n10__tie (firm_id, receiver_id) exports of controlled goods into the destination, by receiver.
SELECT
    d.exporter_party_id AS firm_id, d.importer_party_id AS receiver_id, COUNT(*) AS line_count,
    CAST(COALESCE(SUM(CAST(d.value_usd AS DECIMAL(18, 2))), 0) AS DOUBLE) AS value_usd,
    MIN(d.declared_on) AS first_on, MAX(d.declared_on) AS last_on
FROM linked__declaration AS d
JOIN (SELECT DISTINCT firm_id FROM n10__tie) AS f ON f.firm_id = d.exporter_party_id
JOIN controlled__code AS c ON c.hs6 = d.hs6
LEFT JOIN linked__party AS p ON p.party_id = d.importer_party_id
WHERE d.declared_on <= CAST($as_of_on AS DATE)
  AND d.importer_party_id IS NOT NULL
  AND COALESCE(p.country_iso, d.importer_country_iso, d.destination_iso) = $destination_iso
GROUP BY d.exporter_party_id, d.importer_party_id
ORDER BY d.exporter_party_id, d.importer_party_id
