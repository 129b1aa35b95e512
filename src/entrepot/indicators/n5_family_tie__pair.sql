-- Pairs of firms that trade (trade__pair) or are linked otherwise, where people behind both are known.
WITH person AS (
    SELECT holder_party_id AS person_id, subject_party_id AS firm_id FROM linked__role
    WHERE role_kind IN ('director', 'founder', 'manager', 'former_owner')
    UNION
    SELECT owner_party_id, subject_party_id FROM linked__interest
),
firm AS (
    SELECT DISTINCT t.firm_id
    FROM person AS t
    JOIN linked__party AS p ON p.party_id = t.person_id AND p.party_kind = 'person'
),
sale AS (
    SELECT exporter_party_id AS one_firm_id, importer_party_id AS other_firm_id
    FROM trade__pair
    WHERE exporter_party_id <> importer_party_id
    UNION
    SELECT holder_party_id, subject_party_id
    FROM linked__role
    WHERE role_kind = 'supplies' AND (from_on IS NULL OR from_on <= CAST($as_of_on AS DATE))
),
link AS (
    SELECT party_a_id, party_b_id, MIN(link_kind) AS link_kind, COUNT(*) AS link_count
    FROM graph__link
    WHERE link_kind IN ('owns', 'linked_to', 'part_of')
       OR (link_kind IN ('shared_address', 'shared_phone', 'shared_email', 'shared_website')
           AND sharing_count <= $sharing_max)
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
SELECT r.one_firm_id, r.other_firm_id, r.is_sale, l.link_kind, COALESCE(l.link_count, 0) AS link_count
FROM pair AS r
JOIN firm AS a ON a.firm_id = r.one_firm_id
JOIN firm AS b ON b.firm_id = r.other_firm_id
LEFT JOIN link AS l
    ON l.party_a_id = LEAST(r.one_firm_id, r.other_firm_id) AND l.party_b_id = GREATEST(r.one_firm_id, r.other_firm_id)
