-- Faulty numbers of schemes that join, with who carries them: each may be a mistyped number of another party.
SELECT DISTINCT
  o.party_id,
  r.name,
  r.regime,
  i.scheme,
  i.identifier,
  i.identifier_reported,
  i.issue,
  i.snapshot_id,
  i.locator,
  i.provenance,
  i.publication
FROM core__identifier i
JOIN resolve__party_of o ON o.source_party_id = i.source_party_id
JOIN resolve__record r ON r.source_party_id = i.source_party_id
-- A party with a sound number of the scheme is identified: its faulty one needs no other explanation.
LEFT JOIN (
  SELECT DISTINCT p.party_id, s.scheme
  FROM resolve__strong s
  JOIN resolve__party_of p ON p.source_party_id = s.source_party_id
) k ON k.party_id = o.party_id AND k.scheme = i.scheme
WHERE i.validity = 'invalid' AND list_contains($checked, i.scheme) AND k.party_id IS NULL
ORDER BY i.scheme, i.identifier, o.party_id, i.snapshot_id, i.locator, i.identifier_reported
