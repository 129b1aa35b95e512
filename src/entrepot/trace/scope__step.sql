-- One hop further: firms that sent goods of a code to those reached (or received some from them) and could pass any on.
WITH near AS (
  SELECT DISTINCT
    CASE WHEN $is_backward THEN c.exporter_id ELSE c.importer_id END AS party_id,
    c.hs6
  FROM trace__consignment AS c
  JOIN trace__reached AS r
    ON r.party_id = (CASE WHEN $is_backward THEN c.importer_id ELSE c.exporter_id END) AND r.hs6 = c.hs6
  JOIN trace__firm AS f
    ON f.party_id = (CASE WHEN $is_backward THEN c.exporter_id ELSE c.importer_id END) AND f.hs6 = c.hs6
  WHERE r.hop = $hop - 1
)
SELECT party_id, hs6, hop
FROM trace__reached
UNION ALL
SELECT n.party_id, n.hs6, CAST($hop AS INTEGER) AS hop
FROM near AS n
LEFT JOIN trace__reached AS k ON k.party_id = n.party_id AND k.hs6 = n.hs6
WHERE k.party_id IS NULL
