-- One row a party made by the exact rules, as blocking reads records: what its best records say.
SELECT
  o.party_id AS source_party_id,
  min(r.kind_group) AS kind_group,
  min(r.country_iso) AS country_iso,
  max(r.birth_date_text) AS birth_date_text
FROM resolve__party_of o
JOIN resolve__record r ON r.source_party_id = o.source_party_id
WHERE r.kind_group IS NOT NULL
GROUP BY o.party_id
ORDER BY source_party_id
