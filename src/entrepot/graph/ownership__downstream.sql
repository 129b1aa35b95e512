-- Parties held by them, by what they hold, and so on, whatever the share.
SELECT party_id
FROM ownership__downstream
UNION
SELECT s.subject_id AS party_id
FROM ownership__stake s
JOIN ownership__downstream d ON d.party_id = s.owner_id
WHERE s.share_upper_pct > 0 OR s.board_upper_pct > 0
ORDER BY party_id
