-- The sides on which people put records of contested components: the two sides of one decision are never joined.
SELECT j.source_party_id, j.number, j.side
FROM resolve__judgement j
JOIN resolve__label l ON l.source_party_id = j.source_party_id
JOIN resolve__contested o ON o.label = l.label
WHERE j.kind = 'not_same'
ORDER BY j.number, j.side, j.source_party_id
