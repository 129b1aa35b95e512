-- Names that so many records of one country share that they say nothing: not joined, but reported.
SELECT name_key, country_iso, kind_group, count(DISTINCT source_party_id) AS record_count
FROM resolve__name
WHERE country_iso IS NOT NULL
GROUP BY name_key, country_iso, kind_group
HAVING count(DISTINCT source_party_id) > $max_sharing
ORDER BY record_count DESC, name_key, country_iso, kind_group
