-- The rows behind the stakes in the parties looked into, what a firm holds of itself among them.
SELECT DISTINCT
  i.subject_party_id AS subject_id,
  i.owner_party_id AS owner_id,
  i.interest_kind,
  i.share_min_pct,
  i.share_max_pct,
  i.is_share_min_exclusive,
  i.is_share_max_exclusive,
  i.snapshot_id,
  i.locator,
  i.provenance,
  i.publication
FROM linked__interest i
JOIN ownership__node n ON n.party_id = i.subject_party_id
JOIN ownership__downstream d ON d.node_id = n.node_id
WHERE (i.interest_kind <> 'board' OR $is_board_seen)
  AND (i.from_on IS NULL OR i.from_on <= CAST($on_date AS DATE))
  AND (i.to_on IS NULL OR i.to_on >= CAST($on_date AS DATE))
ORDER BY subject_id, owner_id, i.snapshot_id, i.locator, i.interest_kind, i.share_min_pct NULLS LAST,
  i.share_max_pct NULLS LAST, i.is_share_min_exclusive NULLS LAST, i.is_share_max_exclusive NULLS LAST, i.provenance,
  i.publication NULLS LAST
