-- Parties of which an owner is stated on a day; a right over the board makes no owner.
SELECT DISTINCT subject_party_id AS party_id
FROM ownership__row
WHERE owner_party_id <> subject_party_id
  AND interest_kind <> 'board'
  AND (from_on IS NULL OR from_on <= CAST($on_date AS DATE))
  AND (to_on IS NULL OR to_on >= CAST($on_date AS DATE))
ORDER BY party_id
