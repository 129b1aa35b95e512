-- Pairs of parties with different numbers of a scheme of which a party has only one; the first such scheme.
WITH pair AS (
  SELECT DISTINCT party_a_id, party_b_id
  FROM resolve__pair
),
held AS (
  SELECT DISTINCT p.party_id, s.scheme, s.identifier
  FROM resolve__strong s
  JOIN resolve__party_of p ON p.source_party_id = s.source_party_id
  WHERE list_contains($exclusive, s.scheme)
),
compared AS (
  SELECT
    q.party_a_id,
    q.party_b_id,
    a.scheme,
    min(a.identifier) AS identifier_a,
    min(b.identifier) AS identifier_b,
    max(CASE WHEN a.identifier = b.identifier THEN 1 ELSE 0 END) AS shared_count
  FROM pair q
  JOIN held a ON a.party_id = q.party_a_id
  JOIN held b ON b.party_id = q.party_b_id AND b.scheme = a.scheme
  GROUP BY q.party_a_id, q.party_b_id, a.scheme
),
first_scheme AS (
  SELECT party_a_id, party_b_id, min(scheme) AS scheme
  FROM compared
  WHERE shared_count = 0
  GROUP BY party_a_id, party_b_id
)
SELECT c.party_a_id, c.party_b_id, c.scheme, c.identifier_a, c.identifier_b
FROM compared c
JOIN first_scheme f ON f.party_a_id = c.party_a_id AND f.party_b_id = c.party_b_id AND f.scheme = c.scheme
ORDER BY c.party_a_id, c.party_b_id
