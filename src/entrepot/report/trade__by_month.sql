-- What parties received and sent by month, as declared, split by how the lines came to be known.
SELECT
    importer_party_id AS party_id,
    'received' AS side,
    CAST(date_trunc('month', declared_on) AS DATE) AS month_on,
    provenance,
    SUM(TRY_CAST(value_usd AS DECIMAL(38, 2))) AS value_usd,
    COUNT(*) AS line_count
FROM linked__declaration
WHERE list_contains($party_ids, importer_party_id)
GROUP BY importer_party_id, CAST(date_trunc('month', declared_on) AS DATE), provenance
UNION ALL
SELECT
    exporter_party_id AS party_id,
    'sent' AS side,
    CAST(date_trunc('month', declared_on) AS DATE) AS month_on,
    provenance,
    SUM(TRY_CAST(value_usd AS DECIMAL(38, 2))) AS value_usd,
    COUNT(*) AS line_count
FROM linked__declaration
WHERE list_contains($party_ids, exporter_party_id)
GROUP BY exporter_party_id, CAST(date_trunc('month', declared_on) AS DATE), provenance
ORDER BY party_id NULLS LAST, side NULLS LAST, month_on NULLS LAST, provenance NULLS LAST
