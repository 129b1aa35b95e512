-- Pairs of parties that share a thing. A pair in one unit is not listed again for the building around it.
WITH pair AS (
  SELECT
    a.link_kind,
    a.via,
    a.via_name,
    a.party_id AS party_a_id,
    b.party_id AS party_b_id,
    a.sharing_count,
    -- Both hold from the later of the two first days to the earlier of the two last ones, where the spans meet at all.
    greatest(a.from_on, b.from_on) AS from_on,
    least(a.to_on, b.to_on) AS to_on,
    CASE
      WHEN a.provenance = 'synthetic' OR b.provenance = 'synthetic' THEN 'synthetic'
      WHEN a.provenance = 'reconstructed' OR b.provenance = 'reconstructed' THEN 'reconstructed'
      WHEN a.provenance = 'reported' OR b.provenance = 'reported' THEN 'reported'
      ELSE 'observed'
    END AS provenance,
    coalesce(a.publication, b.publication) AS publication,
    a.snapshot_id,
    a.locator,
    b.snapshot_id AS b_snapshot_id,
    b.locator AS b_locator
  FROM links__key a
  JOIN links__key b ON b.link_kind = a.link_kind AND b.via = a.via AND a.party_id < b.party_id
  WHERE a.sharing_count <= $max_sharing
)
SELECT
  p.party_a_id,
  p.party_b_id,
  p.link_kind,
  p.via,
  p.via_name,
  p.sharing_count,
  CASE WHEN p.from_on > p.to_on THEN CAST(NULL AS DATE) ELSE p.from_on END AS from_on,
  CASE WHEN p.from_on > p.to_on THEN CAST(NULL AS DATE) ELSE p.to_on END AS to_on,
  p.b_snapshot_id,
  p.b_locator,
  CAST(NULL AS VARCHAR) AS holder_party_id,
  p.snapshot_id,
  p.locator,
  p.provenance,
  p.publication
FROM pair p
LEFT JOIN (
  SELECT DISTINCT party_a_id, party_b_id, split_part(via, ' | ', 1) AS building
  FROM pair
  WHERE link_kind = 'shared_address'
) u ON p.link_kind = 'shared_building' AND u.party_a_id = p.party_a_id AND u.party_b_id = p.party_b_id AND u.building = p.via
WHERE u.building IS NULL
ORDER BY p.party_a_id, p.party_b_id, p.link_kind, p.via
