-- Numbers that stand beside so many different names that they are nobody's: not joined by, but reported.
SELECT s.scheme, s.identifier, count(DISTINCT n.name_key) AS name_count
FROM resolve__strong s
JOIN core__party_name n ON n.source_party_id = s.source_party_id
WHERE n.name_key IS NOT NULL
GROUP BY s.scheme, s.identifier
HAVING count(DISTINCT n.name_key) > $max_names
ORDER BY name_count DESC, s.scheme, s.identifier
