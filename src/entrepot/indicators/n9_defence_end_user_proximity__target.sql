-- Parties that a source calls a defence end user or a security service, with the place that says so.
SELECT g.party_id, p.name, g.tag, g.snapshot_id, g.locator, g.provenance, g.publication
FROM linked__tag AS g
JOIN linked__party AS p ON p.party_id = g.party_id
WHERE g.tag IN ('defence_end_user', 'security_service')
ORDER BY g.party_id, g.tag, g.snapshot_id, g.locator
