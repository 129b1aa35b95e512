-- Parts that reach the parties asked about from a firm that was never seen to receive goods of the code (or leave them for a
-- firm never seen to send any): somebody in between is not in the data.
SELECT DISTINCT c.part_key
FROM trace__consignment AS c
JOIN trace__reached AS r
  ON r.hop = 0 AND r.hs6 = c.hs6 AND (r.party_id = c.importer_id OR r.party_id = c.exporter_id)
LEFT JOIN trace__firm AS f
  ON f.hs6 = c.hs6 AND f.party_id = (CASE WHEN r.party_id = c.importer_id THEN c.exporter_id ELSE c.importer_id END)
WHERE c.part_key IS NOT NULL AND f.party_id IS NULL
ORDER BY part_key
