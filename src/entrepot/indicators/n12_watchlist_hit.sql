-- List entries of the parties in n12__near (party_id, hops, last_controlled_on, is_stated), of those who founded, direct or own them, and entries that
-- possibly mean them. One row an entry and way: relation is itself, founder_of, director_of, owns or possible.
WITH entry AS (
    SELECT
        party_id, list_id, native_id, regime, listed_on, delisted_on, seen_on, reason,
        snapshot_id, locator, provenance, publication
    FROM linked__designation
    WHERE COALESCE(listed_on, seen_on) IS NULL OR COALESCE(listed_on, seen_on) <= CAST($as_of_on AS DATE)
    UNION ALL
    SELECT
        party_id, tag, CAST(NULL AS VARCHAR), 'none', CAST(NULL AS DATE), CAST(NULL AS DATE), CAST(NULL AS DATE), note,
        snapshot_id, locator, provenance, publication
    FROM linked__tag
    WHERE tag IN ('watchlist', 'watchlist_associated')
),
held AS (
    SELECT
        holder_party_id AS holder_id, CASE WHEN party_a_id = holder_party_id THEN party_b_id ELSE party_a_id END AS held_id,
        link_kind, snapshot_id, locator, provenance, publication
    FROM graph__link
    WHERE link_kind IN ('founder_of', 'director_of', 'owns')
),
likeness AS (
    SELECT party_a_id AS one_id, party_b_id AS other_id, reason FROM linked__possible_match
    UNION ALL
    SELECT party_b_id, party_a_id, reason FROM linked__possible_match
),
way AS (
    SELECT n.party_id AS subject_id, n.hops, n.last_controlled_on, n.is_stated, n.party_id AS listed_id, 'itself' AS relation,
           CAST(NULL AS VARCHAR) AS words, CAST(NULL AS VARCHAR) AS way_snapshot_id, CAST(NULL AS VARCHAR) AS way_locator,
           CAST(NULL AS VARCHAR) AS way_provenance, CAST(NULL AS VARCHAR) AS way_publication
    FROM n12__near AS n
    UNION ALL
    SELECT n.party_id, n.hops, n.last_controlled_on, n.is_stated, k.holder_id, k.link_kind, CAST(NULL AS VARCHAR), k.snapshot_id, k.locator,
           k.provenance, k.publication
    FROM n12__near AS n
    JOIN held AS k ON k.held_id = n.party_id
    UNION ALL
    SELECT n.party_id, n.hops, n.last_controlled_on, n.is_stated, m.other_id, 'possible', m.reason, CAST(NULL AS VARCHAR),
           CAST(NULL AS VARCHAR), CAST(NULL AS VARCHAR), CAST(NULL AS VARCHAR)
    FROM n12__near AS n
    JOIN likeness AS m ON m.one_id = n.party_id
)
SELECT
    w.subject_id, s.name AS subject_name, s.joined_by, w.hops, w.last_controlled_on, w.is_stated, w.listed_id, l.name AS listed_name, w.relation, w.words,
    e.list_id, e.native_id, e.regime, e.listed_on, e.delisted_on, e.seen_on, e.reason,
    e.snapshot_id, e.locator, e.provenance, e.publication,
    w.way_snapshot_id, w.way_locator, w.way_provenance, w.way_publication,
    h.ledger_to_on  -- after it nobody could have seen whether the trade went on
FROM way AS w
CROSS JOIN (SELECT MAX(last_on) AS ledger_to_on FROM trade__pair) AS h
JOIN entry AS e ON e.party_id = w.listed_id
JOIN linked__party AS s ON s.party_id = w.subject_id
JOIN linked__party AS l ON l.party_id = w.listed_id
ORDER BY w.subject_id, w.relation, w.listed_id, e.list_id, e.native_id NULLS LAST, e.seen_on DESC NULLS LAST,
    e.snapshot_id, e.locator
