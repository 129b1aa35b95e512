-- Pairs of parties that share a name or a strong number but were not joined.
WITH named AS (
  SELECT
    p.party_id,
    n.name_key,
    n.kind_group,
    n.country_iso,
    n.birth_date_text,
    f.form_class,
    min(CASE WHEN n.is_former THEN 1 ELSE 0 END) AS former
  FROM resolve__name n
  JOIN resolve__party_of p ON p.source_party_id = n.source_party_id
  LEFT JOIN resolve__name_form f ON f.name = n.name AND n.kind_group = 'firm'
  GROUP BY p.party_id, n.name_key, n.kind_group, n.country_iso, n.birth_date_text, f.form_class
),
few AS (
  SELECT name_key, kind_group
  FROM named
  GROUP BY name_key, kind_group
  HAVING count(DISTINCT party_id) > 1 AND count(DISTINCT party_id) <= $max_sharing
),
numbered AS (
  SELECT DISTINCT p.party_id, s.scheme, s.identifier
  FROM resolve__strong s
  JOIN resolve__party_of p ON p.source_party_id = s.source_party_id
),
few_numbered AS (
  SELECT scheme, identifier
  FROM numbered
  GROUP BY scheme, identifier
  HAVING count(DISTINCT party_id) > 1 AND count(DISTINCT party_id) <= $max_sharing
)
SELECT DISTINCT
  a.party_id AS party_a_id,
  b.party_id AS party_b_id,
  a.kind_group AS basis,
  a.name_key AS shared_text,
  a.country_iso AS country_a_iso,
  b.country_iso AS country_b_iso,
  a.birth_date_text AS birth_a_text,
  b.birth_date_text AS birth_b_text,
  a.form_class AS form_a,
  b.form_class AS form_b,
  a.former + b.former > 0 AS is_former
FROM named a
JOIN few w ON w.name_key = a.name_key AND w.kind_group = a.kind_group
JOIN named b ON b.name_key = a.name_key AND b.kind_group = a.kind_group AND a.party_id < b.party_id
UNION ALL
SELECT
  a.party_id AS party_a_id,
  b.party_id AS party_b_id,
  'identifier' AS basis,
  concat_ws(' ', a.scheme, a.identifier) AS shared_text,
  CAST(NULL AS VARCHAR) AS country_a_iso,
  CAST(NULL AS VARCHAR) AS country_b_iso,
  CAST(NULL AS VARCHAR) AS birth_a_text,
  CAST(NULL AS VARCHAR) AS birth_b_text,
  CAST(NULL AS VARCHAR) AS form_a,
  CAST(NULL AS VARCHAR) AS form_b,
  FALSE AS is_former
FROM numbered a
JOIN few_numbered w ON w.scheme = a.scheme AND w.identifier = a.identifier
JOIN numbered b ON b.scheme = a.scheme AND b.identifier = a.identifier AND a.party_id < b.party_id
ORDER BY party_a_id, party_b_id, basis, shared_text, country_a_iso NULLS LAST, country_b_iso NULLS LAST,
  birth_a_text NULLS LAST, birth_b_text NULLS LAST, form_a NULLS LAST, form_b NULLS LAST, is_former
