-- What is known of the parties of the pairs from $from_number up to, not including, $to_number: one row a fact.
WITH chosen AS (
  SELECT party_a_id AS party_id
  FROM resolve__fuzzy_pair
  WHERE pair_number >= $from_number AND pair_number < $to_number
  UNION
  SELECT party_b_id AS party_id
  FROM resolve__fuzzy_pair
  WHERE pair_number >= $from_number AND pair_number < $to_number
),
record AS (
  SELECT c.party_id, o.source_party_id
  FROM chosen c
  JOIN resolve__party_of o ON o.party_id = c.party_id
),
fact AS (
  SELECT m.party_id, 'kind' AS fact, r.party_kind AS value
  FROM record m
  JOIN resolve__record r ON r.source_party_id = m.source_party_id
  UNION ALL
  SELECT m.party_id, 'country' AS fact, r.country_iso AS value
  FROM record m
  JOIN resolve__record r ON r.source_party_id = m.source_party_id
  UNION ALL
  SELECT m.party_id, 'born' AS fact, r.birth_date_text AS value
  FROM record m
  JOIN resolve__record r ON r.source_party_id = m.source_party_id
  UNION ALL
  SELECT m.party_id, 'incorporated' AS fact, CAST(r.incorporated_on AS VARCHAR) AS value
  FROM record m
  JOIN resolve__record r ON r.source_party_id = m.source_party_id
  UNION ALL
  SELECT m.party_id, CASE WHEN n.name_kind = 'main' THEN 'name' ELSE 'other_name' END AS fact, n.name AS value
  FROM record m
  JOIN core__party_name n ON n.source_party_id = m.source_party_id
  WHERE n.name_kind <> 'weak_alias'
  UNION ALL
  SELECT m.party_id, 'number' AS fact, concat_ws('|', i.scheme, i.validity, i.identifier) AS value
  FROM record m
  JOIN core__identifier i ON i.source_party_id = m.source_party_id
  UNION ALL
  SELECT m.party_id, 'unit' AS fact, a.address_key AS value
  FROM record m
  JOIN core__address a ON a.source_party_id = m.source_party_id
  UNION ALL
  SELECT m.party_id, 'building' AS fact, a.building_key AS value
  FROM record m
  JOIN core__address a ON a.source_party_id = m.source_party_id
  UNION ALL
  SELECT m.party_id, 'contact' AS fact, t.contact_key AS value
  FROM record m
  JOIN core__contact t ON t.source_party_id = m.source_party_id
)
SELECT DISTINCT party_id, fact, value
FROM fact
WHERE value IS NOT NULL
ORDER BY party_id, fact, value
