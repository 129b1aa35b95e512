-- The listings of the suppliers that steps are dated by, the first day of each.
SELECT
  d.party_id,
  p.name,
  d.listed_on,
  d.list_id,
  d.snapshot_id,
  d.locator,
  d.provenance,
  d.publication
FROM linked__designation AS d
JOIN linked__party AS p ON p.party_id = d.party_id
WHERE list_contains($partners, d.party_id)
  AND d.listed_on <= CAST($as_of_on AS DATE)
ORDER BY d.party_id, d.listed_on, d.snapshot_id, d.locator
