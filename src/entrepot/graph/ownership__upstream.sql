-- The owners of the parties asked about, their owners, and so on, whatever they hold.
SELECT party_id
FROM ownership__upstream
UNION
SELECT s.owner_id AS party_id
FROM ownership__stake s
JOIN ownership__upstream u ON u.party_id = s.subject_id
ORDER BY party_id
