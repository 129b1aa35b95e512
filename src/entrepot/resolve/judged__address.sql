-- The addresses of parties, those named in a split with the new record.
SELECT
  coalesce(s.new_source_party_id, t.source_party_id) AS source_party_id,
  t.address,
  t.address_key,
  t.building_key,
  t.country_iso,
  t.snapshot_id,
  t.locator,
  t.provenance,
  t.publication
FROM core__address t
LEFT JOIN resolve__split s
  ON s.source_party_id = t.source_party_id AND s.part_kind = 'address' AND s.part = t.address
ORDER BY source_party_id, t.address NULLS LAST, t.address_key NULLS LAST, t.building_key NULLS LAST, t.country_iso NULLS LAST, t.snapshot_id, t.locator
