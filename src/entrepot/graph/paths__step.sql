-- One hop further from the targets: parties not reached before take the lowest next party of those one hop nearer.
WITH found AS (
  SELECT
    e.from_id AS party_id,
    p.target_id,
    e.to_id AS next_id,
    e.edge_kind,
    row_number() OVER (PARTITION BY e.from_id, p.target_id ORDER BY e.to_id, e.edge_kind) AS place
  FROM paths__edge e
  JOIN paths__path p ON p.party_id = e.to_id AND p.hops = $hops - 1
  LEFT JOIN paths__path k ON k.party_id = e.from_id AND k.target_id = p.target_id
  WHERE k.party_id IS NULL
)
SELECT party_id, target_id, hops, next_id, edge_kind
FROM paths__path
UNION ALL
SELECT party_id, target_id, CAST($hops AS INTEGER) AS hops, next_id, edge_kind
FROM found
WHERE place = 1
ORDER BY hops, target_id, party_id
