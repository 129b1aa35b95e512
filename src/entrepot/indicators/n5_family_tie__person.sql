-- The people behind firms, with their names.
WITH person AS (
    SELECT holder_party_id AS person_id FROM linked__role
    WHERE role_kind IN ('director', 'founder', 'manager', 'former_owner')
    UNION
    SELECT owner_party_id FROM linked__interest
)
SELECT p.party_id, p.name
FROM person AS t
JOIN linked__party AS p ON p.party_id = t.person_id AND p.party_kind = 'person'
ORDER BY p.party_id
