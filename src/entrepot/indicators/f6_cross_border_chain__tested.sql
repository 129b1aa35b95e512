-- How many legs there are, and of how many firms and codes it can be asked whether goods passed through: the same part
-- came in and later went out, whatever the quantity.
WITH inward AS (
  SELECT importer_party_id AS party_id, hs6, part_number_key, MIN(declared_on) AS first_on
  FROM f6__leg
  WHERE leg_kind <> 'end'
  GROUP BY importer_party_id, hs6, part_number_key
),
outward AS (
  SELECT exporter_party_id AS party_id, hs6, part_number_key, MAX(declared_on) AS last_on
  FROM f6__leg
  WHERE leg_kind <> 'start'
  GROUP BY exporter_party_id, hs6, part_number_key
),
tested AS (
  SELECT DISTINCT i.party_id, i.hs6
  FROM inward AS i
  JOIN outward AS o ON o.party_id = i.party_id AND o.hs6 = i.hs6 AND o.part_number_key = i.part_number_key AND o.last_on >= i.first_on
),
counted AS (
  SELECT COUNT(*) AS legs FROM f6__leg
)
SELECT c.legs, COUNT(t.party_id) AS tests, COUNT(DISTINCT t.party_id) AS firms
FROM counted AS c
LEFT JOIN tested AS t ON TRUE
GROUP BY c.legs
