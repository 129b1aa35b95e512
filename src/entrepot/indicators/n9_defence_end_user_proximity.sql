-- Traders with the number of parties they sell to, supply, procure for or are tied to by ownership.
WITH pair AS (
    SELECT
        d.importer_party_id, d.exporter_party_id, COUNT(*) AS line_count, COUNT(c.declaration_id) AS controlled_line_count
    FROM linked__declaration AS d
    LEFT JOIN (SELECT DISTINCT declaration_id FROM linked__controlled_line) AS c ON c.declaration_id = d.declaration_id
    WHERE d.declared_on <= CAST($as_of_on AS DATE)
    GROUP BY d.importer_party_id, d.exporter_party_id
),
trader AS (
    SELECT party_id, CAST(SUM(line_count) AS BIGINT) AS line_count,
           CAST(SUM(controlled_line_count) AS BIGINT) AS controlled_line_count
    FROM (
        SELECT importer_party_id AS party_id, line_count, controlled_line_count FROM pair
        UNION ALL
        SELECT exporter_party_id, line_count, controlled_line_count FROM pair
    ) AS side
    WHERE party_id IS NOT NULL
    GROUP BY party_id
),
relation AS (
    SELECT holder_party_id AS from_id, CASE WHEN party_a_id = holder_party_id THEN party_b_id ELSE party_a_id END AS to_id,
           link_kind
    FROM graph__link
    WHERE link_kind IN ('supplies', 'procures_for', 'owns')
),
neighbour AS (
    SELECT exporter_party_id AS from_id, importer_party_id AS to_id FROM pair
    UNION
    SELECT from_id, to_id FROM relation
    UNION
    SELECT to_id, from_id FROM relation WHERE link_kind = 'owns'
),
degree AS (
    SELECT from_id, COUNT(*) AS degree FROM neighbour WHERE to_id IS NOT NULL AND to_id <> from_id GROUP BY from_id
)
SELECT t.party_id, p.name, t.line_count, t.controlled_line_count, COALESCE(g.degree, 0) AS degree
FROM trader AS t
JOIN linked__party AS p ON p.party_id = t.party_id
LEFT JOIN degree AS g ON g.from_id = t.party_id
WHERE t.controlled_line_count > 0 OR NOT $is_controlled_only
ORDER BY t.party_id
