-- New customers of a supplier who buy, after the cut-off, part numbers that a firm of the destination bought from the
-- same supplier before it, where the two buyers are linked. One row a supplier, old buyer and new buyer. Reads
-- f15__bought (supplier, buyer, part; before or after) and f15__tie (links of buyers in the destination with others).
WITH shared AS (
  SELECT
    t.old_buyer_id,
    t.new_buyer_id,
    a.exporter_party_id AS supplier_id,
    a.part_number_key,
    b.value_usd AS before_usd,
    a.value_usd AS after_usd,
    a.first_on AS part_first_on,
    a.lines AS lines_after
  FROM (SELECT DISTINCT old_buyer_id, new_buyer_id FROM f15__tie) AS t
  JOIN f15__bought AS b ON b.importer_party_id = t.old_buyer_id AND NOT b.is_after
  JOIN f15__bought AS a
    ON a.importer_party_id = t.new_buyer_id
    AND a.is_after
    AND a.exporter_party_id = b.exporter_party_id
    AND a.part_number_key = b.part_number_key
),
pair AS (
  SELECT
    supplier_id,
    old_buyer_id,
    new_buyer_id,
    COUNT(*) AS parts,
    SUM(before_usd) AS before_usd,
    SUM(after_usd) AS after_usd,
    MIN(part_first_on) AS part_first_on,
    SUM(lines_after) AS lines_after
  FROM shared
  GROUP BY supplier_id, old_buyer_id, new_buyer_id
),
dealing AS (
  SELECT supplier_id, new_buyer_id AS buyer_id FROM pair
  UNION
  SELECT supplier_id, old_buyer_id FROM pair
),
purchase AS (
  SELECT l.exporter_party_id, l.importer_party_id, MIN(l.declared_on) AS first_on, MAX(l.declared_on) AS last_on
  FROM receipt__line AS l
  JOIN dealing AS d ON d.supplier_id = l.exporter_party_id AND d.buyer_id = l.importer_party_id
  WHERE l.declared_on <= CAST($as_of_on AS DATE)
  GROUP BY l.exporter_party_id, l.importer_party_id
)
SELECT
  p.supplier_id,
  s.name AS supplier_name,
  p.old_buyer_id,
  o.name AS old_buyer_name,
  p.new_buyer_id,
  n.name AS new_buyer_name,
  n.country_iso,
  p.parts,
  CAST(p.after_usd AS DOUBLE) AS supplier_after_usd,
  CAST(SUM(p.before_usd) OVER (PARTITION BY p.new_buyer_id, p.old_buyer_id) AS DOUBLE) AS before_usd,
  CAST(SUM(p.after_usd) OVER (PARTITION BY p.new_buyer_id, p.old_buyer_id) AS DOUBLE) AS after_usd,
  CAST(p.lines_after AS BIGINT) AS lines_after,
  p.part_first_on,
  k.last_on AS old_last_on,
  f.first_on
FROM pair AS p
JOIN purchase AS f ON f.exporter_party_id = p.supplier_id AND f.importer_party_id = p.new_buyer_id
JOIN purchase AS k ON k.exporter_party_id = p.supplier_id AND k.importer_party_id = p.old_buyer_id
JOIN linked__party AS s ON s.party_id = p.supplier_id
JOIN linked__party AS o ON o.party_id = p.old_buyer_id
JOIN linked__party AS n ON n.party_id = p.new_buyer_id
WHERE f.first_on >= CAST($cutoff_on AS DATE)
  AND p.part_first_on <= f.first_on + CAST($first_within_days AS INTEGER)
ORDER BY p.new_buyer_id, p.supplier_id, p.old_buyer_id
