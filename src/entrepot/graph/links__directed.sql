-- Links that run from one party to another: who owns, directs, founded, employs, supplies whom, and the kin of listed people.
WITH stated AS (
  SELECT
    CASE role_kind
      WHEN 'director' THEN 'director_of'
      WHEN 'manager' THEN 'director_of'
      WHEN 'founder' THEN 'founder_of'
      WHEN 'employee' THEN 'employee_of'
      WHEN 'former_owner' THEN 'former_owner_of'
      ELSE role_kind
    END AS link_kind,
    holder_party_id,
    subject_party_id,
    from_on,
    to_on,
    snapshot_id,
    locator,
    provenance,
    publication
  FROM linked__role
  UNION ALL
  SELECT 'owns' AS link_kind, owner_party_id AS holder_party_id, subject_party_id, from_on, to_on,
    snapshot_id, locator, provenance, publication
  FROM linked__interest
  WHERE interest_kind <> 'board' AND (share_max_pct IS NULL OR share_max_pct > 0)
),
ranked AS (
  SELECT
    s.*,
    row_number() OVER (
      PARTITION BY s.link_kind, s.holder_party_id, s.subject_party_id
      ORDER BY s.from_on NULLS LAST, s.to_on NULLS FIRST, s.snapshot_id, s.locator, s.provenance, s.publication NULLS LAST
    ) AS place
  FROM stated s
  WHERE s.holder_party_id <> s.subject_party_id
),
counted AS (
  SELECT r.*, 1 + count(*) OVER (PARTITION BY r.link_kind, r.holder_party_id) AS sharing_count
  FROM ranked r
  WHERE r.place = 1
)
SELECT
  least(c.holder_party_id, c.subject_party_id) AS party_a_id,
  greatest(c.holder_party_id, c.subject_party_id) AS party_b_id,
  c.link_kind,
  c.holder_party_id AS via,
  coalesce(p.name, c.holder_party_id) AS via_name,
  c.sharing_count,
  c.from_on,
  c.to_on,
  c.snapshot_id AS b_snapshot_id,
  c.locator AS b_locator,
  c.holder_party_id,
  c.snapshot_id,
  c.locator,
  c.provenance,
  c.publication
FROM counted c
LEFT JOIN linked__party p ON p.party_id = c.holder_party_id
ORDER BY party_a_id, party_b_id, c.link_kind, c.holder_party_id
