-- Links between the parties of chains (f6__pair).
SELECT DISTINCT k.party_a_id, k.party_b_id, k.link_kind, k.via_name
FROM f6__pair AS p
JOIN graph__link AS k ON k.party_a_id = p.party_a_id AND k.party_b_id = p.party_b_id
ORDER BY k.party_a_id, k.party_b_id, k.link_kind, k.via_name
