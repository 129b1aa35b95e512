-- Listings of parties; those of an entry that speaks of two firms stand for both, for the source does not say which it means.
WITH made AS (
  SELECT DISTINCT s.source_party_id, s.new_source_party_id
  FROM resolve__split s
  LEFT JOIN core__designation k ON k.source_party_id = s.new_source_party_id
  WHERE k.source_party_id IS NULL
)
SELECT
  t.source_party_id,
  t.native_id,
  t.list_id,
  t.regime,
  t.programme,
  t.measure,
  t.listed_on,
  t.delisted_on,
  t.seen_on,
  t.reason,
  t.snapshot_id,
  t.locator,
  t.provenance,
  t.publication
FROM core__designation t
UNION ALL
SELECT
  m.new_source_party_id AS source_party_id,
  t.native_id,
  t.list_id,
  t.regime,
  t.programme,
  t.measure,
  t.listed_on,
  t.delisted_on,
  t.seen_on,
  t.reason,
  t.snapshot_id,
  t.locator,
  t.provenance,
  t.publication
FROM core__designation t
JOIN made m ON m.source_party_id = t.source_party_id
ORDER BY source_party_id, native_id NULLS LAST, list_id NULLS LAST, regime NULLS LAST, programme NULLS LAST, measure NULLS LAST, listed_on NULLS LAST, delisted_on NULLS LAST, seen_on NULLS LAST, reason NULLS LAST, snapshot_id NULLS LAST, locator NULLS LAST
