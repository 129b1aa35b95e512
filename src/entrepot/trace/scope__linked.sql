-- Firms reached, and with them the firms linked to them, in the same codes and as near.
SELECT party_id, hs6, hop
FROM trace__reached
UNION
SELECT CASE WHEN l.party_a_id = r.party_id THEN l.party_b_id ELSE l.party_a_id END AS party_id, r.hs6, r.hop
FROM trace__reached AS r
JOIN graph__link AS l ON l.party_a_id = r.party_id OR l.party_b_id = r.party_id
