-- Every pair of exporter and importer (either may be null) with its lines, each trade once (trade__line): how many, of
-- controlled goods (controlled__code), into the destination, their value and their first and last day.
SELECT
    d.exporter_party_id, d.importer_party_id, COUNT(*) AS line_count, COUNT(c.hs6) AS controlled_line_count,
    COUNT(CASE WHEN d.importer_country_iso = $destination_iso
                 OR (d.importer_country_iso IS NULL AND (d.destination_iso = $destination_iso
                     OR (d.direction = 'import' AND d.reporting_iso = $destination_iso))) THEN 1 END)
        AS destination_line_count,
    COUNT(CASE WHEN d.importer_country_iso = $destination_iso
                 OR (d.importer_country_iso IS NULL AND (d.destination_iso = $destination_iso
                     OR (d.direction = 'import' AND d.reporting_iso = $destination_iso))) THEN c.hs6 END)
        AS destination_controlled_count,
    CAST(SUM(TRY_CAST(d.value_usd AS DECIMAL(38, 2))) AS DOUBLE) AS value_usd,
    CAST(SUM(CASE WHEN c.hs6 IS NOT NULL THEN TRY_CAST(d.value_usd AS DECIMAL(38, 2)) END) AS DOUBLE) AS controlled_value_usd,
    MIN(d.declared_on) AS first_on, MAX(d.declared_on) AS last_on,
    MAX(CASE WHEN c.hs6 IS NOT NULL THEN d.declared_on END) AS last_controlled_on
FROM trade__line AS d
LEFT JOIN controlled__code AS c ON c.hs6 = d.hs6
WHERE d.declared_on <= CAST($as_of_on AS DATE)
GROUP BY d.exporter_party_id, d.importer_party_id
