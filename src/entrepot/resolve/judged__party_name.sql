-- The names of parties, those named in a split with the new record; the main name stays, for it is the entry's.
SELECT
  coalesce(s.new_source_party_id, t.source_party_id) AS source_party_id,
  t.name,
  t.name_kind,
  t.name_key,
  t.snapshot_id,
  t.locator,
  t.provenance,
  t.publication
FROM core__party_name t
LEFT JOIN resolve__split s
  ON s.source_party_id = t.source_party_id AND s.part_kind = 'name' AND s.part = t.name AND t.name_kind <> 'main'
ORDER BY source_party_id, t.name NULLS LAST, t.name_kind NULLS LAST, t.name_key NULLS LAST, t.snapshot_id, t.locator
