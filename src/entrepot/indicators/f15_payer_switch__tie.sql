-- Links between buyers in the destination before the cut-off and buyers elsewhere after it: direct ones, and one person
-- or firm that stands behind both. Reads f15__bought. A thing that too many share links nobody.
WITH buyer AS (
  SELECT importer_party_id AS party_id, MAX(CASE WHEN is_after THEN 1 ELSE 0 END) AS is_new
  FROM f15__bought
  GROUP BY importer_party_id, is_after
),
either_way AS (
  SELECT
    party_a_id AS one_id, party_b_id AS other_id, link_kind, via_name, sharing_count, rarity_bits,
    snapshot_id, locator, b_snapshot_id, b_locator, provenance, publication
  FROM graph__link
  WHERE sharing_count <= $sharing_max
    AND (from_on IS NULL OR from_on <= CAST($as_of_on AS DATE))
  UNION ALL
  SELECT
    party_b_id, party_a_id, link_kind, via_name, sharing_count, rarity_bits,
    b_snapshot_id, b_locator, snapshot_id, locator, provenance, publication
  FROM graph__link
  WHERE sharing_count <= $sharing_max
    AND (from_on IS NULL OR from_on <= CAST($as_of_on AS DATE))
),
of_old AS (
  SELECT e.*
  FROM either_way AS e
  JOIN buyer AS b ON b.party_id = e.one_id AND b.is_new = 0
),
of_new AS (
  SELECT e.*
  FROM either_way AS e
  JOIN buyer AS b ON b.party_id = e.one_id AND b.is_new = 1
),
behind AS (
  -- Directors, owners, founders, staff and family: who stands behind one of the two.
  SELECT one_id, other_id, link_kind, snapshot_id, locator, provenance, publication
  FROM either_way
  WHERE link_kind IN ('owns', 'former_owner_of', 'director_of', 'founder_of', 'employee_of')
),
reach AS (
  SELECT other_id, COUNT(DISTINCT one_id) AS firm_count
  FROM behind
  GROUP BY other_id
)
SELECT
  o.one_id AS old_buyer_id, o.other_id AS new_buyer_id, o.link_kind, o.via_name, o.rarity_bits,
  o.snapshot_id, o.locator, o.b_snapshot_id, o.b_locator, o.provenance, o.publication
FROM of_old AS o
JOIN buyer AS n ON n.party_id = o.other_id AND n.is_new = 1
UNION
SELECT
  o.one_id, n.one_id, 'same_person', CONCAT(p.name, ', ', o.link_kind, ' and ', n.link_kind), CAST(NULL AS DOUBLE),
  o.snapshot_id, o.locator, n.snapshot_id, n.locator, o.provenance, o.publication
FROM of_old AS o
JOIN of_new AS n ON n.other_id = o.other_id AND n.one_id <> o.one_id
JOIN reach AS r ON r.other_id = o.other_id AND r.firm_count <= $sharing_max
JOIN linked__party AS p ON p.party_id = o.other_id
WHERE o.link_kind IN ('owns', 'former_owner_of', 'director_of', 'founder_of', 'employee_of')
  AND n.link_kind IN ('owns', 'former_owner_of', 'director_of', 'founder_of', 'employee_of')
ORDER BY old_buyer_id, new_buyer_id, link_kind, via_name, snapshot_id, locator, b_snapshot_id, b_locator
