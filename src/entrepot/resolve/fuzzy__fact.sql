-- What is known of every party of the exact rules: one row a fact.
WITH record AS (
  SELECT o.party_id, r.source_party_id, r.party_kind, r.country_iso, r.birth_date_text, r.incorporated_on, r.record_rank
  FROM resolve__party_of o
  JOIN resolve__record r ON r.source_party_id = o.source_party_id
),
-- An address is known with its country and without: countries are compared by themselves, and many a mention gives none.
place AS (
  SELECT
    m.party_id,
    a.address_key,
    a.building_key,
    CASE
      WHEN right(a.building_key, 3) = concat(' ', lower(m.country_iso))
        THEN left(a.building_key, length(a.building_key) - 3)
    END AS bare_key
  FROM record m
  JOIN core__address a ON a.source_party_id = m.source_party_id
),
fact AS (
  SELECT m.party_id, 'kind' AS fact, m.party_kind AS value
  FROM record m
  UNION ALL
  SELECT m.party_id, 'described' AS fact, 'by a list, register or table' AS value
  FROM record m
  WHERE m.record_rank < 2
  UNION ALL
  SELECT m.party_id, 'country' AS fact, m.country_iso AS value
  FROM record m
  UNION ALL
  SELECT m.party_id, 'born' AS fact, m.birth_date_text AS value
  FROM record m
  UNION ALL
  SELECT m.party_id, 'incorporated' AS fact, CAST(m.incorporated_on AS VARCHAR) AS value
  FROM record m
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
  SELECT party_id, 'unit' AS fact, address_key AS value
  FROM place
  UNION ALL
  SELECT party_id, 'unit' AS fact, concat(bare_key, substr(address_key, length(building_key) + 1)) AS value
  FROM place
  WHERE bare_key IS NOT NULL
  UNION ALL
  SELECT party_id, 'building' AS fact, building_key AS value
  FROM place
  UNION ALL
  SELECT party_id, 'building' AS fact, bare_key AS value
  FROM place
  UNION ALL
  SELECT m.party_id, 'entry' AS fact, concat_ws('|', d.list_id, d.snapshot_id) AS value
  FROM record m
  JOIN core__designation d ON d.source_party_id = m.source_party_id
  WHERE d.native_id IS NOT NULL
  UNION ALL
  SELECT m.party_id, 'contact' AS fact, t.contact_key AS value
  FROM record m
  JOIN core__contact t ON t.source_party_id = m.source_party_id
)
SELECT DISTINCT party_id, fact, value
FROM fact
WHERE value IS NOT NULL
ORDER BY party_id, fact, value
