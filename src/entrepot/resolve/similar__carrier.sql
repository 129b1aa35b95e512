-- What joins records, with the pairs of similar names whose two parties are one by now.
SELECT link_key, rule, label, reason, shared_text, weight, source_party_id
FROM resolve__carrier
UNION ALL
SELECT
  k.link_key,
  'similar_name' AS rule,
  'similar name' AS label,
  k.reason,
  CAST(NULL AS VARCHAR) AS shared_text,
  CAST(k.probability AS DOUBLE) AS weight,
  k.source_party_id
FROM resolve__similar_key k
JOIN (
  SELECT s.link_key
  FROM resolve__similar_key s
  JOIN resolve__party_of o ON o.source_party_id = s.source_party_id
  GROUP BY s.link_key
  HAVING count(DISTINCT o.party_id) = 1
) j ON j.link_key = k.link_key
ORDER BY link_key, label, source_party_id
