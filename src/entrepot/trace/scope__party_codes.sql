-- Goods codes that the parties asked about sent or received.
SELECT DISTINCT hs6
FROM trace__line
WHERE list_contains($parties, importer_party_id) OR list_contains($parties, exporter_party_id)
ORDER BY hs6
