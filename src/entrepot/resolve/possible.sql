-- Parties that were not joined although something agrees. Who was judged not the same is left out.
WITH noted AS (
  SELECT party_a_id, party_b_id, reason, rule, CAST(NULL AS DOUBLE) AS probability, snapshot_id, locator, provenance, publication
  FROM resolve__exact_match
  UNION ALL
  SELECT
    s.party_a_id,
    s.party_b_id,
    s.reason,
    'similar_name' AS rule,
    s.probability,
    p.snapshot_id,
    p.locator,
    p.provenance,
    p.publication
  FROM resolve__similar_match s
  JOIN resolve__similar_shown w ON w.party_a_id = s.party_a_id AND w.party_b_id = s.party_b_id
  JOIN linked__party p ON p.party_id = s.party_a_id
)
SELECT n.party_a_id, n.party_b_id, n.reason, n.rule, n.probability, n.snapshot_id, n.locator, n.provenance, n.publication
FROM noted n
LEFT JOIN resolve__parted d ON d.party_a_id = n.party_a_id AND d.party_b_id = n.party_b_id
WHERE d.party_a_id IS NULL
ORDER BY n.party_a_id, n.party_b_id, n.rule, n.reason
