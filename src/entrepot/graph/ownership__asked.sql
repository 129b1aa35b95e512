-- Of the parties that listed ones hold something of, those that are asked about or stand above them.
SELECT d.party_id
FROM ownership__downstream d
JOIN ownership__upstream u ON u.party_id = d.party_id
ORDER BY d.party_id
