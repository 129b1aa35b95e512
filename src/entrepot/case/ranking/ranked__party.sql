-- Name, country and kind of every party that a finding names.
SELECT p.party_id, p.name, p.country_iso, p.party_kind
FROM linked__party p
JOIN ranking__named n ON n.party_id = p.party_id
ORDER BY p.party_id
