-- Where a search begins: the parties asked about, or all receivers in a country, in each code they traded.
SELECT DISTINCT importer_id AS party_id, hs6, 0 AS hop
FROM trace__consignment
WHERE importer_id IS NOT NULL
  AND $is_backward
  AND (list_contains($parties, importer_id) OR importer_iso = $country_iso)
UNION
SELECT DISTINCT exporter_id AS party_id, hs6, 0 AS hop
FROM trace__consignment
WHERE exporter_id IS NOT NULL
  AND NOT $is_backward
  AND (list_contains($parties, exporter_id) OR exporter_iso = $country_iso)
