-- Directors (and managers), and owners (and founders), as keys: two parties with one of them in common share it.
WITH keyed AS (
  SELECT 'shared_director' AS link_kind, holder_party_id AS via, subject_party_id AS party_id, from_on, to_on,
    snapshot_id, locator, provenance, publication
  FROM linked__role
  WHERE role_kind IN ('director', 'manager')
  UNION ALL
  SELECT 'shared_owner' AS link_kind, holder_party_id AS via, subject_party_id AS party_id, from_on, to_on,
    snapshot_id, locator, provenance, publication
  FROM linked__role
  WHERE role_kind = 'founder'
  UNION ALL
  SELECT 'shared_owner' AS link_kind, owner_party_id AS via, subject_party_id AS party_id, from_on, to_on,
    snapshot_id, locator, provenance, publication
  FROM linked__interest
  WHERE interest_kind <> 'board' AND (share_max_pct IS NULL OR share_max_pct > 0)
),
ranked AS (
  SELECT
    k.*,
    row_number() OVER (
      PARTITION BY k.link_kind, k.via, k.party_id
      ORDER BY k.snapshot_id, k.locator, k.from_on NULLS LAST, k.to_on NULLS LAST, k.provenance, k.publication NULLS LAST
    ) AS place
  FROM keyed k
  WHERE k.via <> k.party_id
)
SELECT r.link_kind, r.via, coalesce(p.name, r.via) AS via_name, r.party_id, r.from_on, r.to_on,
  r.snapshot_id, r.locator, r.provenance, r.publication
FROM ranked r
LEFT JOIN linked__party p ON p.party_id = r.via
WHERE r.place = 1
ORDER BY r.link_kind, r.via, r.party_id
