-- The contacts of parties, those named in a split with the new record.
SELECT
  coalesce(s.new_source_party_id, t.source_party_id) AS source_party_id,
  t.contact_kind,
  t.contact,
  t.contact_key,
  t.snapshot_id,
  t.locator,
  t.provenance,
  t.publication
FROM core__contact t
LEFT JOIN resolve__split s
  ON s.source_party_id = t.source_party_id AND s.part_kind = 'contact' AND s.part = t.contact
ORDER BY source_party_id, t.contact_kind NULLS LAST, t.contact NULLS LAST, t.contact_key NULLS LAST, t.snapshot_id, t.locator
