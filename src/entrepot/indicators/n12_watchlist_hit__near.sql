-- The parties asked about: those that trade or supply, and those one business link away.
WITH trader AS (
    SELECT importer_party_id AS party_id FROM trade__pair WHERE importer_party_id IS NOT NULL
    UNION
    SELECT exporter_party_id FROM trade__pair WHERE exporter_party_id IS NOT NULL
    UNION
    SELECT holder_party_id FROM linked__role WHERE role_kind = 'supplies'
),
beside AS (
    SELECT k.party_b_id AS party_id FROM graph__link AS k
    JOIN trader AS t ON t.party_id = k.party_a_id
    WHERE k.link_kind IN ('supplies', 'procures_for', 'owns', 'part_of')
    UNION
    SELECT k.party_a_id FROM graph__link AS k
    JOIN trader AS t ON t.party_id = k.party_b_id
    WHERE k.link_kind IN ('supplies', 'procures_for', 'owns', 'part_of')
)
SELECT party_id, MIN(hops) AS hops
FROM (
    SELECT party_id, 0 AS hops FROM trader
    UNION ALL
    SELECT party_id, 1 FROM beside
) AS asked
GROUP BY party_id
ORDER BY party_id
