-- From when each stake that is in force on the day asked for is held: null where one statement of it has no day.
SELECT
  owner_party_id,
  subject_party_id,
  CASE WHEN COUNT(*) = COUNT(from_on) THEN MIN(from_on) END AS from_on
FROM linked__interest
WHERE list_contains($party_ids, subject_party_id)
  AND (from_on IS NULL OR from_on <= CAST($on AS DATE))
  AND (to_on IS NULL OR to_on >= CAST($on AS DATE))
GROUP BY owner_party_id, subject_party_id
ORDER BY owner_party_id, subject_party_id
