-- What may keep the records of a component apart: exclusive numbers, country, legal forms, birth date, first and last day.
WITH firm_form AS (
  SELECT DISTINCT n.source_party_id, f.form_class
  FROM core__party_name n
  JOIN resolve__name_form f ON f.name = n.name
  JOIN resolve__record r ON r.source_party_id = n.source_party_id AND r.kind_group = 'firm'
  WHERE n.name_kind IN ('main', 'alias') AND f.form_class IS NOT NULL
),
fact AS (
  SELECT source_party_id, scheme AS fact_kind, identifier AS fact
  FROM resolve__strong
  WHERE list_contains($exclusive, scheme)
  UNION ALL
  SELECT source_party_id, 'country' AS fact_kind, country_iso AS fact
  FROM resolve__record
  WHERE country_iso IS NOT NULL
  UNION ALL
  SELECT source_party_id, 'born' AS fact_kind, birth_date_text AS fact
  FROM resolve__record
  WHERE kind_group = 'person' AND length(birth_date_text) = 10
  UNION ALL
  SELECT source_party_id, 'form' AS fact_kind, form_class AS fact
  FROM firm_form
  UNION ALL
  SELECT source_party_id, 'incorporated' AS fact_kind, CAST(incorporated_on AS VARCHAR) AS fact
  FROM resolve__record
  WHERE incorporated_on IS NOT NULL
  UNION ALL
  SELECT source_party_id, 'dissolved' AS fact_kind, CAST(dissolved_on AS VARCHAR) AS fact
  FROM resolve__record
  WHERE dissolved_on IS NOT NULL
)
SELECT l.label, f.source_party_id, f.fact_kind, f.fact
FROM fact f
JOIN resolve__label l ON l.source_party_id = f.source_party_id
ORDER BY l.label, f.source_party_id, f.fact_kind, f.fact
