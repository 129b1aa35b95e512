-- A number for each party that takes part, in the order of the ids: the rounds compare numbers, not texts.
WITH named AS (
  SELECT owner_party_id AS party_id FROM ownership__row
  UNION
  SELECT subject_party_id AS party_id FROM ownership__row
  UNION
  SELECT party_id FROM ownership__named
)
SELECT CAST(row_number() OVER (ORDER BY party_id) AS INTEGER) AS node_id, party_id
FROM named
