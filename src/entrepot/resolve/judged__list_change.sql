-- Changes of listings of parties; those of an entry that speaks of two firms stand for both, for the source does not say which it means.
WITH made AS (
  SELECT DISTINCT s.source_party_id, s.new_source_party_id
  FROM resolve__split s
  LEFT JOIN core__list_change k ON k.source_party_id = s.new_source_party_id
  WHERE k.source_party_id IS NULL
)
SELECT
  t.list_id,
  t.native_id,
  t.source_party_id,
  t.name,
  t.change_kind,
  t.after_on,
  t.by_on,
  t.fields,
  t.before_snapshot_id,
  t.snapshot_id,
  t.locator,
  t.provenance,
  t.publication
FROM core__list_change t
UNION ALL
SELECT
  t.list_id,
  t.native_id,
  m.new_source_party_id AS source_party_id,
  t.name,
  t.change_kind,
  t.after_on,
  t.by_on,
  t.fields,
  t.before_snapshot_id,
  t.snapshot_id,
  t.locator,
  t.provenance,
  t.publication
FROM core__list_change t
JOIN made m ON m.source_party_id = t.source_party_id
ORDER BY source_party_id, list_id NULLS LAST, native_id NULLS LAST, name NULLS LAST, change_kind NULLS LAST, after_on NULLS LAST, by_on NULLS LAST, fields NULLS LAST, before_snapshot_id NULLS LAST, snapshot_id NULLS LAST, locator NULLS LAST
