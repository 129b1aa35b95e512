-- A number for every party that trades or stands in a relation, in the order of the ids, with its country.
WITH named AS (
    SELECT exporter_party_id AS party_id FROM trade__pair
    UNION
    SELECT importer_party_id FROM trade__pair
    UNION
    SELECT party_a_id FROM graph__link WHERE link_kind IN ('supplies', 'procures_for', 'owns')
    UNION
    SELECT party_b_id FROM graph__link WHERE link_kind IN ('supplies', 'procures_for', 'owns')
)
SELECT CAST(ROW_NUMBER() OVER (ORDER BY n.party_id) - 1 AS INTEGER) AS node_id, n.party_id, p.country_iso
FROM named AS n
LEFT JOIN linked__party AS p ON p.party_id = n.party_id
WHERE n.party_id IS NOT NULL
ORDER BY node_id
