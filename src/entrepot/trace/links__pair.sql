-- Pairs of linked parties of which one receives and the other sends goods looked at: between them goods may pass unseen.
WITH received AS (
  SELECT DISTINCT importer_id AS party_id FROM trace__ledger WHERE importer_id IS NOT NULL
),
sent AS (
  SELECT DISTINCT exporter_id AS party_id FROM trace__ledger WHERE exporter_id IS NOT NULL
),
pair AS (
  SELECT party_a_id AS in_id, party_b_id AS out_id FROM graph__link
  UNION
  SELECT party_b_id AS in_id, party_a_id AS out_id FROM graph__link
)
SELECT p.in_id, p.out_id
FROM pair AS p
JOIN received AS r ON r.party_id = p.in_id
JOIN sent AS s ON s.party_id = p.out_id
ORDER BY p.in_id, p.out_id
