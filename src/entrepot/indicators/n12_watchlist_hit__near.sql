-- The parties asked about: those that trade or supply, and those one business link away; with the last day of controlled
-- goods (of the traders they are linked with by ownership or a network where they do not trade), and whether a source states
-- a supply or procurement of theirs.
WITH side AS (
    SELECT importer_party_id AS party_id, last_controlled_on FROM trade__pair WHERE importer_party_id IS NOT NULL
    UNION ALL
    SELECT exporter_party_id, last_controlled_on FROM trade__pair WHERE exporter_party_id IS NOT NULL
),
stated AS (
    SELECT holder_party_id AS party_id FROM linked__role WHERE role_kind = 'supplies'
),
trader AS (
    SELECT party_id, MAX(last_controlled_on) AS last_controlled_on, MAX(is_stated) AS is_stated
    FROM (
        SELECT party_id, last_controlled_on, 0 AS is_stated FROM side
        UNION ALL
        SELECT party_id, CAST(NULL AS DATE), 1 FROM stated
    ) AS every
    GROUP BY party_id
),
linked AS (
    SELECT party_a_id AS one_id, party_b_id AS other_id, link_kind FROM graph__link
    UNION ALL
    SELECT party_b_id, party_a_id, link_kind FROM graph__link
),
beside AS (
    SELECT
        k.other_id AS party_id,
        MAX(CASE WHEN k.link_kind IN ('owns', 'part_of') THEN t.last_controlled_on END) AS last_controlled_on,
        MAX(CASE WHEN k.link_kind IN ('supplies', 'procures_for') OR t.is_stated = 1 THEN 1 ELSE 0 END) AS is_stated
    FROM linked AS k
    JOIN trader AS t ON t.party_id = k.one_id
    WHERE k.link_kind IN ('supplies', 'procures_for', 'owns', 'part_of')
    GROUP BY k.other_id
)
SELECT party_id, MIN(hops) AS hops, MAX(last_controlled_on) AS last_controlled_on, MAX(is_stated) = 1 AS is_stated
FROM (
    SELECT party_id, 0 AS hops, last_controlled_on, is_stated FROM trader
    UNION ALL
    SELECT party_id, 1, last_controlled_on, is_stated FROM beside
) AS asked
GROUP BY party_id
ORDER BY party_id
