-- Every number of every party once, and the addresses and contacts that so few parties give that they may well be one.
WITH place AS (
  SELECT DISTINCT o.party_id, 'unit' AS scheme, a.address_key AS identifier
  FROM core__address a
  JOIN resolve__party_of o ON o.source_party_id = a.source_party_id
  WHERE a.address_key IS NOT NULL
  UNION
  SELECT DISTINCT o.party_id, t.contact_kind AS scheme, t.contact_key AS identifier
  FROM core__contact t
  JOIN resolve__party_of o ON o.source_party_id = t.source_party_id
  WHERE t.contact_key IS NOT NULL
),
rare AS (
  SELECT scheme, identifier
  FROM place
  GROUP BY scheme, identifier
  HAVING count(*) > 1 AND count(*) <= $most_at_place
)
SELECT DISTINCT o.party_id AS source_party_id, i.scheme, i.identifier
FROM core__identifier i
JOIN resolve__party_of o ON o.source_party_id = i.source_party_id
UNION
SELECT p.party_id AS source_party_id, p.scheme, p.identifier
FROM place p
JOIN rare r ON r.scheme = p.scheme AND r.identifier = p.identifier
ORDER BY source_party_id, scheme, identifier
