-- What may keep the records of contested components apart.
SELECT f.source_party_id, f.fact_kind, f.fact
FROM resolve__fact f
JOIN resolve__contested o ON o.label = f.label
ORDER BY f.source_party_id, f.fact_kind, f.fact
