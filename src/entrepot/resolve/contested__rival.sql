-- Two entries of one state of one list that carry the same strong number but have no name in common: the list contradicts
-- itself, and which of the two the number belongs to is not known.
WITH entry AS (
  SELECT DISTINCT d.snapshot_id, d.list_id, d.native_id, d.source_party_id, s.scheme, s.identifier
  FROM core__designation d
  JOIN resolve__strong s ON s.source_party_id = d.source_party_id
),
sharing AS (
  SELECT
    a.source_party_id AS record_a_id,
    b.source_party_id AS record_b_id,
    a.scheme,
    a.identifier,
    min(a.list_id) AS list_id
  FROM entry a
  JOIN entry b
    ON b.snapshot_id = a.snapshot_id AND b.list_id = a.list_id AND b.scheme = a.scheme AND b.identifier = a.identifier
    AND b.native_id <> a.native_id AND a.source_party_id < b.source_party_id
  GROUP BY a.source_party_id, b.source_party_id, a.scheme, a.identifier
),
namesake AS (
  SELECT DISTINCT s.record_a_id, s.record_b_id
  FROM sharing s
  JOIN core__party_name a ON a.source_party_id = s.record_a_id
  JOIN core__party_name b ON b.source_party_id = s.record_b_id AND b.name_key = a.name_key
)
SELECT s.record_a_id, s.record_b_id, s.scheme, s.identifier, s.list_id
FROM sharing s
LEFT JOIN namesake n ON n.record_a_id = s.record_a_id AND n.record_b_id = s.record_b_id
WHERE n.record_a_id IS NULL
ORDER BY s.record_a_id, s.record_b_id, s.scheme, s.identifier
