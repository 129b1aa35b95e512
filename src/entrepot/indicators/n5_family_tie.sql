-- Firms whose controllers are kin by a stated relation, with what else joins the firms (trade__pair). One row a chain of three rows:
-- who controls the one, who is kin to whom, who controls the other. Firms in the order exporter, importer where they trade.
WITH tie AS (
    SELECT holder_party_id AS person_id, subject_party_id AS firm_id, role_kind,
           snapshot_id, locator, provenance, publication
    FROM linked__role
    WHERE role_kind IN ('director', 'founder', 'manager', 'former_owner')
    UNION ALL
    SELECT owner_party_id, subject_party_id, 'owner', snapshot_id, locator, provenance, publication
    FROM linked__interest
),
kin AS (
    SELECT holder_party_id AS one_id, subject_party_id AS other_id, note, snapshot_id, locator, provenance, publication
    FROM linked__role
    WHERE role_kind = 'family'
    UNION ALL
    SELECT subject_party_id, holder_party_id, note, snapshot_id, locator, provenance, publication
    FROM linked__role
    WHERE role_kind = 'family'
),
chain AS (
    SELECT
        a.firm_id AS one_firm_id, b.firm_id AS other_firm_id, a.person_id AS one_id, b.person_id AS other_id, k.note,
        a.role_kind AS one_role, b.role_kind AS other_role,
        a.snapshot_id AS one_snapshot_id, a.locator AS one_locator, a.provenance AS one_provenance,
        a.publication AS one_publication,
        b.snapshot_id AS other_snapshot_id, b.locator AS other_locator, b.provenance AS other_provenance,
        b.publication AS other_publication,
        k.snapshot_id, k.locator, k.provenance, k.publication
    FROM kin AS k
    JOIN tie AS a ON a.person_id = k.one_id
    JOIN tie AS b ON b.person_id = k.other_id
    WHERE a.firm_id <> b.firm_id
),
sale AS (
    SELECT d.exporter_party_id AS seller_id, d.importer_party_id AS buyer_id
    FROM trade__pair AS d
    JOIN (SELECT DISTINCT one_firm_id FROM chain) AS f ON f.one_firm_id = d.exporter_party_id
    UNION
    SELECT holder_party_id, subject_party_id
    FROM linked__role
    WHERE role_kind = 'supplies' AND (from_on IS NULL OR from_on <= CAST($as_of_on AS DATE))
),
link AS (
    SELECT party_a_id, party_b_id, MIN(link_kind) AS link_kind, COUNT(*) AS link_count
    FROM graph__link
    WHERE link_kind IN ('shared_address', 'shared_phone', 'shared_email', 'shared_website', 'shared_director',
                        'shared_owner', 'owns', 'linked_to', 'part_of')
    GROUP BY party_a_id, party_b_id
),
joined AS (
    SELECT
        c.*,
        CASE WHEN s.seller_id IS NULL THEN FALSE ELSE TRUE END AS is_sale,
        CASE WHEN t.seller_id IS NULL THEN FALSE ELSE TRUE END AS is_purchase,
        l.link_kind, COALESCE(l.link_count, 0) AS link_count
    FROM chain AS c
    LEFT JOIN sale AS s ON s.seller_id = c.one_firm_id AND s.buyer_id = c.other_firm_id
    LEFT JOIN sale AS t ON t.seller_id = c.other_firm_id AND t.buyer_id = c.one_firm_id
    LEFT JOIN link AS l
        ON l.party_a_id = LEAST(c.one_firm_id, c.other_firm_id) AND l.party_b_id = GREATEST(c.one_firm_id, c.other_firm_id)
)
SELECT
    j.one_firm_id, j.other_firm_id, f.name AS one_firm_name, g.name AS other_firm_name,
    j.one_id, j.other_id, p.name AS one_name, q.name AS other_name, j.note, j.one_role, j.other_role,
    j.is_sale, j.link_kind, j.link_count,
    j.one_snapshot_id, j.one_locator, j.one_provenance, j.one_publication,
    j.other_snapshot_id, j.other_locator, j.other_provenance, j.other_publication,
    j.snapshot_id, j.locator, j.provenance, j.publication
FROM joined AS j
JOIN linked__party AS f ON f.party_id = j.one_firm_id
JOIN linked__party AS g ON g.party_id = j.other_firm_id
JOIN linked__party AS p ON p.party_id = j.one_id
JOIN linked__party AS q ON q.party_id = j.other_id
-- Every chain was built from both ends: the seller comes first, and the lower id where neither sells to the other.
WHERE j.is_sale OR (NOT j.is_purchase AND j.one_firm_id < j.other_firm_id)
ORDER BY j.one_firm_id, j.other_firm_id, j.one_id, j.other_id, j.snapshot_id, j.locator,
    j.one_snapshot_id, j.one_locator, j.other_snapshot_id, j.other_locator
