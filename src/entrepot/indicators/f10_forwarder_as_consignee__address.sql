-- Firms at the very address of a tagged forwarder (the unit, not the building), where few share it.
WITH forwarder AS (
  SELECT DISTINCT party_id
  FROM linked__tag
  WHERE tag = 'forwarder'
),
unit AS (
  SELECT DISTINCT party_id, address_key
  FROM linked__address
  WHERE address_key IS NOT NULL
),
shared AS (
  SELECT u.address_key, MIN(f.party_id) AS forwarder_id
  FROM unit AS u
  LEFT JOIN forwarder AS f ON f.party_id = u.party_id
  GROUP BY u.address_key
  HAVING COUNT(*) <= $sharing_max
    AND COUNT(f.party_id) > 0
)
SELECT
  p.party_id, p.name, p.country_iso, s.forwarder_id, n.name AS forwarder_name, a.address,
  a.snapshot_id, a.locator, a.provenance, a.publication
FROM shared AS s
JOIN linked__address AS a ON a.address_key = s.address_key
JOIN linked__party AS p ON p.party_id = a.party_id
JOIN linked__party AS n ON n.party_id = s.forwarder_id
LEFT JOIN forwarder AS f ON f.party_id = a.party_id
WHERE f.party_id IS NULL
  AND p.party_kind <> 'person'
ORDER BY p.party_id, s.forwarder_id, a.snapshot_id, a.locator
