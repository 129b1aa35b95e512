-- Which of the parties receive goods on the study's list.
SELECT DISTINCT l.importer_party_id AS party_id
FROM receipt__line AS l
JOIN receipt__listed_code AS c ON c.hs6 = l.hs6
JOIN listing_reach__asked AS a ON a.party_id = l.importer_party_id
WHERE l.declared_on <= CAST($as_of_on AS DATE)
ORDER BY party_id
