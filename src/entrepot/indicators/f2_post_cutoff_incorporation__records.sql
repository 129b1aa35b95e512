-- The records that give the firms' days of registration.
SELECT
  party_id,
  name,
  incorporated_on,
  snapshot_id,
  locator,
  provenance,
  publication
FROM linked__party_record
WHERE incorporated_on IS NOT NULL
  AND list_contains($party_ids, party_id)
ORDER BY party_id, incorporated_on, snapshot_id, locator
