-- Steps that a path may take: a sale from exporter to importer, a stated relation from its holder, and ownership or a
-- position either way. One row a step and kind, with its first evidence.
WITH sale AS (
  SELECT
    exporter_party_id AS from_id,
    importer_party_id AS to_id,
    'sells_to' AS edge_kind,
    min(declared_on) AS from_on,
    max(declared_on) AS to_on,
    min(concat_ws('|', snapshot_id, locator)) AS place,
    count(*) AS row_count
  FROM linked__declaration
  WHERE exporter_party_id IS NOT NULL AND importer_party_id IS NOT NULL AND exporter_party_id <> importer_party_id
  GROUP BY exporter_party_id, importer_party_id
),
relation AS (
  SELECT
    holder_party_id AS from_id,
    CASE WHEN holder_party_id = party_a_id THEN party_b_id ELSE party_a_id END AS to_id,
    link_kind AS edge_kind,
    from_on,
    to_on,
    concat_ws('|', snapshot_id, locator) AS place,
    1 AS row_count
  FROM graph__link
  WHERE holder_party_id IS NOT NULL
),
step AS (
  SELECT * FROM sale
  UNION ALL
  SELECT * FROM relation
  UNION ALL
  SELECT to_id AS from_id, from_id AS to_id, edge_kind, from_on, to_on, place, row_count
  FROM relation
  WHERE edge_kind IN ('owns', 'director_of', 'founder_of')
)
SELECT from_id, to_id, edge_kind, min(from_on) AS from_on, max(to_on) AS to_on,
  split_part(min(place), '|', 1) AS snapshot_id, split_part(min(place), '|', 2) AS locator, sum(row_count) AS row_count
FROM step
WHERE list_contains($edge_kinds, edge_kind)
GROUP BY from_id, to_id, edge_kind
ORDER BY from_id, to_id, edge_kind
