-- Lines of every goods code, and on how many of them a party of a raised finding stands.
SELECT
  d.hs6,
  COUNT(*) AS line_count,
  SUM(CASE WHEN e.party_id IS NOT NULL OR i.party_id IS NOT NULL THEN 1 ELSE 0 END) AS raised_count
FROM linked__declaration AS d
LEFT JOIN report__raised AS e ON e.party_id = d.exporter_party_id
LEFT JOIN report__raised AS i ON i.party_id = d.importer_party_id
WHERE d.hs6 IS NOT NULL
GROUP BY d.hs6
ORDER BY d.hs6
