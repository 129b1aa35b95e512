-- Parties that stand in for somebody else by trade: those a source tags as forwarder, with the row that says so.
SELECT
  t.party_id,
  p.name,
  p.country_iso,
  n.name_key,
  t.note,
  t.snapshot_id,
  t.locator,
  t.provenance,
  t.publication
FROM linked__tag AS t
JOIN linked__party AS p ON p.party_id = t.party_id
LEFT JOIN linked__party_name AS n ON n.party_id = t.party_id AND n.name_key IS NOT NULL
WHERE t.tag = 'forwarder'
ORDER BY t.party_id, t.snapshot_id, t.locator, n.name_key
