-- Steps that a path may take, between numbered parties (n9__number): sales (trade__pair) worth $sale_value_min or more of
-- controlled goods (of any goods where $is_controlled_only is false), a stated supply or procurement, and ownership either way. One row a step; the kind of several is the first of their names.
WITH step AS (
    SELECT exporter_party_id AS from_id, importer_party_id AS to_id, 'sells_to' AS edge_kind
    FROM trade__pair
    WHERE exporter_party_id <> importer_party_id
      AND (controlled_line_count > 0 OR NOT $is_controlled_only)
      -- A sale without a stated value is no small sale: it is a step.
      AND COALESCE(CASE WHEN $is_controlled_only THEN controlled_value_usd ELSE value_usd END, $sale_value_min) >= $sale_value_min
    UNION ALL
    SELECT holder_party_id, CASE WHEN party_a_id = holder_party_id THEN party_b_id ELSE party_a_id END, link_kind
    FROM graph__link
    WHERE link_kind IN ('supplies', 'procures_for', 'owns')
    UNION ALL
    SELECT CASE WHEN party_a_id = holder_party_id THEN party_b_id ELSE party_a_id END, holder_party_id, link_kind
    FROM graph__link
    WHERE link_kind = 'owns'
)
SELECT a.node_id AS from_node, b.node_id AS to_node, MIN(s.edge_kind) AS edge_kind
FROM step AS s
JOIN n9__number AS a ON a.party_id = s.from_id
JOIN n9__number AS b ON b.party_id = s.to_id
GROUP BY a.node_id, b.node_id
ORDER BY from_node, to_node
