-- Tags of parties; those of an entry that speaks of two firms stand for both, for the source does not say which it means.
WITH made AS (
  SELECT DISTINCT s.source_party_id, s.new_source_party_id
  FROM resolve__split s
  LEFT JOIN core__tag k ON k.source_party_id = s.new_source_party_id
  WHERE k.source_party_id IS NULL
)
SELECT
  t.source_party_id,
  t.tag,
  t.note,
  t.snapshot_id,
  t.locator,
  t.provenance,
  t.publication
FROM core__tag t
UNION ALL
SELECT
  m.new_source_party_id AS source_party_id,
  t.tag,
  t.note,
  t.snapshot_id,
  t.locator,
  t.provenance,
  t.publication
FROM core__tag t
JOIN made m ON m.source_party_id = t.source_party_id
ORDER BY source_party_id, tag NULLS LAST, note NULLS LAST, snapshot_id NULLS LAST, locator NULLS LAST
