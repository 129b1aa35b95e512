-- One level down: parties not met before of which those met last hold something, on the day.
SELECT party_id, depth
FROM ownership__scope
UNION ALL
SELECT DISTINCT i.subject_party_id AS party_id, CAST($depth AS INTEGER) AS depth
FROM linked__interest i
JOIN ownership__scope s ON s.party_id = i.owner_party_id AND s.depth = $depth - 1
LEFT JOIN ownership__scope k ON k.party_id = i.subject_party_id
WHERE k.party_id IS NULL
  AND (i.from_on IS NULL OR i.from_on <= CAST($on_date AS DATE))
  AND (i.to_on IS NULL OR i.to_on >= CAST($on_date AS DATE))
