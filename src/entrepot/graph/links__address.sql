-- Addresses as keys: down to the unit, and down to the building. One row a party and key, from its first row.
WITH keyed AS (
  SELECT 'shared_address' AS link_kind, address_key AS via, address AS via_name, party_id,
    snapshot_id, locator, provenance, publication
  FROM linked__address
  WHERE address_key IS NOT NULL
  UNION ALL
  SELECT 'shared_building' AS link_kind, building_key AS via, address AS via_name, party_id,
    snapshot_id, locator, provenance, publication
  FROM linked__address
  WHERE building_key IS NOT NULL
),
ranked AS (
  SELECT
    k.*,
    row_number() OVER (
      PARTITION BY k.link_kind, k.via, k.party_id
      ORDER BY k.snapshot_id, k.locator, k.via_name, k.provenance, k.publication NULLS LAST
    ) AS place
  FROM keyed k
)
SELECT link_kind, via, via_name, party_id, CAST(NULL AS DATE) AS from_on, CAST(NULL AS DATE) AS to_on,
  snapshot_id, locator, provenance, publication
FROM ranked
WHERE place = 1
ORDER BY link_kind, via, party_id
