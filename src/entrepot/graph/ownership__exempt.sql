-- Firms of the regime's own country, where its rule reaches only foreign ones.
SELECT n.node_id
FROM ownership__node n
JOIN linked__party p ON p.party_id = n.party_id
WHERE p.country_iso = $exempt_iso
ORDER BY n.node_id
