-- Parties, and for each new record a copy of the record it was split from: name and days are of one firm only, and not known of the new.
WITH made AS (
  SELECT source_party_id, new_source_party_id, min(CASE WHEN part_kind = 'name' THEN part END) AS name
  FROM resolve__split
  GROUP BY source_party_id, new_source_party_id
),
missing AS (
  SELECT m.source_party_id, m.new_source_party_id, m.name
  FROM made m
  LEFT JOIN core__party p ON p.source_party_id = m.new_source_party_id
  WHERE p.source_party_id IS NULL
)
SELECT
  source_party_id,
  native_id,
  party_kind,
  name,
  country_iso,
  incorporated_on,
  dissolved_on,
  birth_date_text,
  business_text,
  note,
  snapshot_id,
  locator,
  provenance,
  publication
FROM core__party
UNION ALL
SELECT
  m.new_source_party_id,
  p.native_id,
  p.party_kind,
  coalesce(m.name, concat(p.name, ' (second firm of this entry)')),
  p.country_iso,
  CAST(NULL AS DATE),
  CAST(NULL AS DATE),
  CAST(NULL AS VARCHAR),
  CAST(NULL AS VARCHAR),
  CAST(NULL AS VARCHAR),
  p.snapshot_id,
  p.locator,
  p.provenance,
  p.publication
FROM missing m
JOIN core__party p ON p.source_party_id = m.source_party_id
ORDER BY source_party_id, snapshot_id, locator, name
