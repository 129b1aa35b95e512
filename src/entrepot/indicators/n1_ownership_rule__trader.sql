-- Which of the parties that a rule reaches trade, in how many lines.
SELECT party_id, COUNT(*) AS line_count
FROM (
    SELECT importer_party_id AS party_id FROM linked__declaration
    WHERE list_contains($party_ids, importer_party_id) AND declared_on <= CAST($as_of_on AS DATE)
    UNION ALL
    SELECT exporter_party_id FROM linked__declaration
    WHERE list_contains($party_ids, exporter_party_id) AND declared_on <= CAST($as_of_on AS DATE)
) AS side
GROUP BY party_id
ORDER BY party_id
