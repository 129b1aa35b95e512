-- How many declared lines tie each party to each firm, by either side of the line.
SELECT s.party_id, s.firm_id, count(*) AS line_count
FROM (
    SELECT d.importer_party_id AS party_id, t.importer_firm_id AS firm_id
    FROM linked__declaration d
    JOIN truth__line_firm t
      ON t.declaration_number = d.declaration_number AND CAST(t.line_number AS VARCHAR) = d.line_number
    WHERE d.importer_party_id IS NOT NULL AND t.importer_firm_id IS NOT NULL
    UNION ALL
    SELECT d.exporter_party_id AS party_id, t.exporter_firm_id AS firm_id
    FROM linked__declaration d
    JOIN truth__line_firm t
      ON t.declaration_number = d.declaration_number AND CAST(t.line_number AS VARCHAR) = d.line_number
    WHERE d.exporter_party_id IS NOT NULL AND t.exporter_firm_id IS NOT NULL
) s
GROUP BY s.party_id, s.firm_id
ORDER BY s.party_id, line_count DESC, s.firm_id
