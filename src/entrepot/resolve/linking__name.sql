-- Names that at least two records share: main names, full aliases and former names. Weak aliases never join and never hint.
WITH named AS (
  SELECT
    n.source_party_id,
    n.name,
    n.name_key,
    r.country_iso,
    r.kind_group,
    r.birth_date_text,
    min(CASE WHEN n.name_kind = 'former' THEN 1 ELSE 0 END) = 1 AS is_former
  FROM core__party_name n
  JOIN resolve__record r ON r.source_party_id = n.source_party_id
  WHERE n.name_key IS NOT NULL AND n.name_kind IN ('main', 'alias', 'former') AND r.kind_group IS NOT NULL
  GROUP BY n.source_party_id, n.name, n.name_key, r.country_iso, r.kind_group, r.birth_date_text
),
shared AS (
  SELECT name_key, kind_group
  FROM named
  GROUP BY name_key, kind_group
  HAVING count(DISTINCT source_party_id) > 1
)
SELECT n.source_party_id, n.name, n.name_key, n.country_iso, n.kind_group, n.birth_date_text, n.is_former
FROM named n
JOIN shared s ON s.name_key = n.name_key AND s.kind_group = n.kind_group
ORDER BY n.name_key, n.kind_group, n.source_party_id, n.name
