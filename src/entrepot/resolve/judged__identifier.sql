-- The numbers of parties, those named in a split with the new record.
SELECT
  coalesce(s.new_source_party_id, t.source_party_id) AS source_party_id,
  t.scheme,
  t.identifier,
  t.identifier_reported,
  t.validity,
  t.issue,
  t.snapshot_id,
  t.locator,
  t.provenance,
  t.publication
FROM core__identifier t
LEFT JOIN resolve__split s
  ON s.source_party_id = t.source_party_id AND s.part_kind = 'identifier' AND s.part = concat_ws(' ', t.scheme, t.identifier)
ORDER BY source_party_id, t.scheme NULLS LAST, t.identifier NULLS LAST, t.identifier_reported NULLS LAST, t.validity NULLS LAST, t.issue NULLS LAST, t.snapshot_id, t.locator
