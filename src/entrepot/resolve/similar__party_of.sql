-- The party of every record, those of similar names joined: the lowest record of all.
SELECT o.source_party_id, coalesce(l.label, o.party_id) AS party_id
FROM resolve__party_of o
LEFT JOIN resolve__similar_label l ON l.party_id = o.party_id
ORDER BY o.source_party_id
