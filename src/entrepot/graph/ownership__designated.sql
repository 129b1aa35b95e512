-- Listings of a regime that hold on a day. A list that gives no day of listing counts from the state it was first seen in; an
-- entry that a later state no longer has counts until that state.
WITH dated AS (
  SELECT
    d.party_id,
    d.list_id,
    d.native_id,
    d.measure,
    coalesce(d.listed_on, d.seen_on) AS listed_from_on,
    d.delisted_on,
    d.seen_on,
    d.snapshot_id,
    d.locator,
    d.provenance,
    d.publication
  FROM linked__designation d
  WHERE upper(d.regime) = $regime
    AND (coalesce(d.listed_on, d.seen_on) IS NULL OR coalesce(d.listed_on, d.seen_on) <= CAST($on_date AS DATE))
    AND (d.delisted_on IS NULL OR d.delisted_on > CAST($on_date AS DATE))
),
removed AS (
  SELECT list_id, native_id, by_on
  FROM linked__list_change
  WHERE change_kind = 'removed' AND by_on <= CAST($on_date AS DATE)
)
SELECT DISTINCT
  d.party_id,
  d.list_id,
  d.measure,
  d.listed_from_on,
  d.snapshot_id,
  d.locator,
  d.provenance,
  d.publication
FROM dated d
LEFT JOIN (
  SELECT DISTINCT d.party_id, d.list_id, d.native_id, d.snapshot_id, d.locator
  FROM dated d
  JOIN removed r ON r.list_id = d.list_id AND r.native_id = d.native_id AND r.by_on > d.seen_on
) gone
  ON gone.party_id = d.party_id AND gone.list_id = d.list_id AND gone.native_id = d.native_id
  AND gone.snapshot_id = d.snapshot_id AND gone.locator = d.locator
WHERE gone.party_id IS NULL
ORDER BY d.party_id, d.list_id, d.listed_from_on NULLS LAST, d.snapshot_id, d.locator, d.measure NULLS LAST
