-- Numbers that are strong enough to join: check digit holds, or a national register's form where there is none.
SELECT DISTINCT source_party_id, scheme, identifier
FROM core__identifier
WHERE (validity = 'valid' AND list_contains($checked, scheme))
   OR (validity <> 'invalid' AND list_contains($form_only, scheme))
ORDER BY source_party_id, scheme, identifier
