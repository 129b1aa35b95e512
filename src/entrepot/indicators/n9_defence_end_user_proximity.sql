-- Traders in controlled goods (all traders where $is_controlled_only is false), with their lines. Reads trade__pair.
SELECT t.party_id, p.name, t.line_count, t.controlled_line_count
FROM (
    SELECT party_id, CAST(SUM(line_count) AS BIGINT) AS line_count,
           CAST(SUM(controlled_line_count) AS BIGINT) AS controlled_line_count
    FROM (
        SELECT importer_party_id AS party_id, line_count, controlled_line_count FROM trade__pair
        UNION ALL
        SELECT exporter_party_id, line_count, controlled_line_count FROM trade__pair
    ) AS side
    WHERE party_id IS NOT NULL
    GROUP BY party_id
) AS t
JOIN linked__party AS p ON p.party_id = t.party_id
WHERE t.controlled_line_count > 0 OR NOT $is_controlled_only
ORDER BY t.party_id
