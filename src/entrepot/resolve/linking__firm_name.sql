-- The names whose legal form has to be known: those that records share, and those of records joined by similar names.
SELECT DISTINCT name
FROM resolve__name
WHERE kind_group = 'firm'
UNION
SELECT DISTINCT n.name
FROM core__party_name n
JOIN resolve__record r ON r.source_party_id = n.source_party_id AND r.kind_group = 'firm'
JOIN (
  SELECT source_party_a AS source_party_id FROM resolve__scored_pair WHERE decision = 'same'
  UNION
  SELECT source_party_b AS source_party_id FROM resolve__scored_pair WHERE decision = 'same'
) s ON s.source_party_id = n.source_party_id
WHERE n.name_kind IN ('main', 'alias')
ORDER BY name
