-- Components that hold two different numbers of a scheme of which a party has only one, or two entries that a list keeps apart.
WITH held AS (
  SELECT DISTINCT l.label, s.scheme, s.identifier
  FROM resolve__label l
  JOIN resolve__strong s ON s.source_party_id = l.source_party_id
  WHERE list_contains($exclusive, s.scheme)
),
several AS (
  SELECT label, scheme
  FROM held
  GROUP BY label, scheme
  HAVING count(*) > 1
)
SELECT a.label
FROM held a
JOIN several v ON v.label = a.label AND v.scheme = a.scheme
JOIN held b ON b.label = a.label AND b.scheme = a.scheme AND a.identifier < b.identifier
LEFT JOIN resolve__together t
  ON t.scheme = a.scheme AND t.lower_identifier = a.identifier AND t.higher_identifier = b.identifier
WHERE t.scheme IS NULL
UNION
SELECT l.label
FROM resolve__rival r
JOIN resolve__label l ON l.source_party_id = r.record_a_id
ORDER BY label
