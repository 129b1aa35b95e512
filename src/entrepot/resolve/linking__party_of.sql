-- The party of every record: the lowest record of its cluster, itself where it was joined with none.
SELECT
  r.source_party_id,
  coalesce(d.label, l.label, r.source_party_id) AS party_id
FROM resolve__record r
LEFT JOIN resolve__label l ON l.source_party_id = r.source_party_id
LEFT JOIN resolve__divided d ON d.source_party_id = r.source_party_id
ORDER BY r.source_party_id
