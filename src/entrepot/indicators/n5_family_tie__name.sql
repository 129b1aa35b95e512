-- The people behind each pair of firms that trade or are linked otherwise, for a comparison of their names.
WITH tie AS (
    SELECT holder_party_id AS person_id, subject_party_id AS firm_id, role_kind,
           snapshot_id, locator, provenance, publication
    FROM linked__role
    WHERE role_kind IN ('director', 'founder', 'manager', 'former_owner')
    UNION ALL
    SELECT owner_party_id, subject_party_id, 'owner', snapshot_id, locator, provenance, publication
    FROM linked__interest
),
person AS (
    SELECT t.person_id, t.firm_id, t.role_kind, p.name, t.snapshot_id, t.locator, t.provenance, t.publication
    FROM tie AS t
    JOIN linked__party AS p ON p.party_id = t.person_id AND p.party_kind = 'person'
),
firm AS (
    SELECT DISTINCT firm_id FROM person
),
sale AS (
    SELECT DISTINCT d.exporter_party_id AS one_firm_id, d.importer_party_id AS other_firm_id
    FROM linked__declaration AS d
    JOIN firm AS a ON a.firm_id = d.exporter_party_id
    JOIN firm AS b ON b.firm_id = d.importer_party_id
    WHERE d.declared_on <= CAST($as_of_on AS DATE) AND d.exporter_party_id <> d.importer_party_id
    UNION
    SELECT holder_party_id, subject_party_id
    FROM linked__role
    WHERE role_kind = 'supplies' AND (from_on IS NULL OR from_on <= CAST($as_of_on AS DATE))
),
link AS (
    SELECT party_a_id, party_b_id, MIN(link_kind) AS link_kind, COUNT(*) AS link_count
    FROM graph__link
    WHERE link_kind IN ('shared_address', 'shared_phone', 'shared_email', 'shared_website', 'owns', 'linked_to', 'part_of')
    GROUP BY party_a_id, party_b_id
),
pair AS (
    SELECT one_firm_id, other_firm_id, TRUE AS is_sale FROM sale
    UNION ALL
    SELECT l.party_a_id, l.party_b_id, FALSE
    FROM link AS l
    LEFT JOIN sale AS s ON s.one_firm_id = l.party_a_id AND s.other_firm_id = l.party_b_id
    LEFT JOIN sale AS t ON t.one_firm_id = l.party_b_id AND t.other_firm_id = l.party_a_id
    WHERE s.one_firm_id IS NULL AND t.one_firm_id IS NULL
)
SELECT
    r.one_firm_id, r.other_firm_id, f.name AS one_firm_name, g.name AS other_firm_name,
    a.person_id AS one_id, b.person_id AS other_id, a.name AS one_name, b.name AS other_name,
    a.role_kind AS one_role, b.role_kind AS other_role, r.is_sale, l.link_kind, COALESCE(l.link_count, 0) AS link_count,
    a.snapshot_id AS one_snapshot_id, a.locator AS one_locator, a.provenance AS one_provenance,
    a.publication AS one_publication,
    b.snapshot_id AS other_snapshot_id, b.locator AS other_locator, b.provenance AS other_provenance,
    b.publication AS other_publication
FROM pair AS r
JOIN person AS a ON a.firm_id = r.one_firm_id
JOIN person AS b ON b.firm_id = r.other_firm_id AND b.person_id <> a.person_id
JOIN linked__party AS f ON f.party_id = r.one_firm_id
JOIN linked__party AS g ON g.party_id = r.other_firm_id
LEFT JOIN link AS l
    ON l.party_a_id = LEAST(r.one_firm_id, r.other_firm_id) AND l.party_b_id = GREATEST(r.one_firm_id, r.other_firm_id)
ORDER BY r.one_firm_id, r.other_firm_id, a.person_id, b.person_id, a.snapshot_id, a.locator, b.snapshot_id, b.locator
