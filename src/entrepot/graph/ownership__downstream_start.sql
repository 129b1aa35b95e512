-- Whose holdings are looked into: listed parties and unidentified holders.
SELECT DISTINCT party_id
FROM ownership__reached
ORDER BY party_id
