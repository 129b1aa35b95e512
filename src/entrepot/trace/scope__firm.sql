-- Firms that received goods of a code and sent goods of it at or after that: they alone can have passed any on.
WITH received AS (
  SELECT importer_id AS party_id, hs6, MIN(arrived_on) AS first_on
  FROM trace__consignment
  WHERE importer_id IS NOT NULL
  GROUP BY importer_id, hs6
),
sent AS (
  SELECT exporter_id AS party_id, hs6, MAX(left_on) AS last_on
  FROM trace__consignment
  WHERE exporter_id IS NOT NULL
  GROUP BY exporter_id, hs6
)
SELECT r.party_id, r.hs6
FROM received AS r
JOIN sent AS s ON s.party_id = r.party_id AND s.hs6 = r.hs6
WHERE s.last_on >= r.first_on
