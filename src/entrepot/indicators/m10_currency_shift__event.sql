-- The days near which a step would tell something, of firms that bought listed goods: the cut-off, and the day a supplier of
-- theirs was put on a list (the first such day of each supplier).
WITH firm AS (
  SELECT DISTINCT party_id
  FROM m10__base
  WHERE is_listed
),
listed AS (
  SELECT party_id, MIN(listed_on) AS listed_on
  FROM linked__designation
  WHERE listed_on <= CAST($as_of_on AS DATE)
  GROUP BY party_id
)
SELECT f.party_id, CAST($cutoff_on AS DATE) AS event_on, '' AS partner_id
FROM firm AS f
UNION
SELECT b.party_id, l.listed_on AS event_on, b.partner_id
FROM m10__base AS b
JOIN firm AS f ON f.party_id = b.party_id
JOIN listed AS l ON l.party_id = b.partner_id
WHERE b.partner_id <> b.party_id
