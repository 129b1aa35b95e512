-- The people behind each pair of firms in n5__pair whose surnames (n5__surname: party_id, stem) are the same, for a closer
-- comparison of their names; with the birth date that one record of each gives.
WITH tie AS (
    SELECT holder_party_id AS person_id, subject_party_id AS firm_id, role_kind,
           snapshot_id, locator, provenance, publication
    FROM linked__role
    WHERE role_kind IN ('director', 'founder', 'manager', 'former_owner')
    UNION ALL
    SELECT owner_party_id, subject_party_id, 'owner', snapshot_id, locator, provenance, publication
    FROM linked__interest
),
birth AS (
    SELECT party_id, MAX(birth_date_text) AS birth_date_text
    FROM linked__party_record
    WHERE birth_date_text IS NOT NULL AND party_kind = 'person'
    GROUP BY party_id
),
person AS (
    SELECT t.person_id, t.firm_id, t.role_kind, p.name, u.stem, b.birth_date_text,
           t.snapshot_id, t.locator, t.provenance, t.publication
    FROM tie AS t
    JOIN linked__party AS p ON p.party_id = t.person_id AND p.party_kind = 'person'
    JOIN n5__surname AS u ON u.party_id = t.person_id
    LEFT JOIN birth AS b ON b.party_id = t.person_id
)
SELECT
    r.one_firm_id, r.other_firm_id, f.name AS one_firm_name, g.name AS other_firm_name,
    a.person_id AS one_id, b.person_id AS other_id, a.name AS one_name, b.name AS other_name,
    a.birth_date_text AS one_birth, b.birth_date_text AS other_birth,
    a.role_kind AS one_role, b.role_kind AS other_role, r.is_sale, r.link_kind, r.link_count,
    a.snapshot_id AS one_snapshot_id, a.locator AS one_locator, a.provenance AS one_provenance,
    a.publication AS one_publication,
    b.snapshot_id AS other_snapshot_id, b.locator AS other_locator, b.provenance AS other_provenance,
    b.publication AS other_publication
FROM n5__pair AS r
JOIN person AS a ON a.firm_id = r.one_firm_id
JOIN person AS b ON b.firm_id = r.other_firm_id AND b.stem = a.stem AND b.person_id <> a.person_id
JOIN linked__party AS f ON f.party_id = r.one_firm_id
JOIN linked__party AS g ON g.party_id = r.other_firm_id
ORDER BY r.one_firm_id, r.other_firm_id, a.person_id, b.person_id, a.snapshot_id, a.locator, b.snapshot_id, b.locator
