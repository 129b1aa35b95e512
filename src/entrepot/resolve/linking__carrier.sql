-- What joins records: a key, and every record that carries it. Keys are tried in the order of their text: decisions of people (0,
-- newest first), checked numbers (1), numbers without check digit (2), names (3), former names (4). Similar names (5) join the parties so made.
WITH firm AS (
  SELECT
    n.source_party_id,
    n.name_key,
    n.country_iso,
    f.form_class,
    min(CASE WHEN n.is_former THEN 1 ELSE 0 END) AS former
  FROM resolve__name n
  JOIN resolve__name_form f ON f.name = n.name
  WHERE n.kind_group = 'firm' AND n.country_iso IS NOT NULL
  GROUP BY n.source_party_id, n.name_key, n.country_iso, f.form_class
),
firm_name AS (
  SELECT
    name_key,
    country_iso,
    count(DISTINCT source_party_id) AS record_count,
    count(DISTINCT form_class) AS form_count,
    max(former) AS any_former
  FROM firm
  GROUP BY name_key, country_iso
),
-- Where a name is met with several legal forms, each form is a firm of its own and a name without a form joins none.
named_firm AS (
  SELECT
    f.source_party_id,
    f.name_key,
    f.country_iso,
    f.former,
    c.any_former,
    concat_ws('|', 'firm', f.country_iso, f.name_key, CASE WHEN c.form_count > 1 THEN f.form_class END) AS firm_key
  FROM firm f
  JOIN firm_name c ON c.name_key = f.name_key AND c.country_iso = f.country_iso
  WHERE c.record_count <= $max_sharing AND (c.form_count <= 1 OR f.form_class IS NOT NULL)
),
person AS (
  -- A name and a country are not enough for people: the whole birth date has to agree.
  SELECT DISTINCT source_party_id, name_key, country_iso, birth_date_text
  FROM resolve__name
  WHERE kind_group = 'person' AND country_iso IS NOT NULL AND length(birth_date_text) = 10
),
person_name AS (
  SELECT name_key, country_iso, count(DISTINCT source_party_id) AS record_count
  FROM resolve__name
  WHERE kind_group = 'person' AND country_iso IS NOT NULL
  GROUP BY name_key, country_iso
),
carried AS (
  SELECT
    concat_ws('|', '0', CAST(999999999 - number AS VARCHAR)) AS link_key,
    'judged_same' AS rule,
    concat('decision ', CAST(number AS VARCHAR)) AS label,
    reason,
    CAST(NULL AS VARCHAR) AS shared_text,
    CAST(1.0 AS DOUBLE) AS weight,
    source_party_id
  FROM resolve__judgement
  WHERE kind = 'same'
  UNION ALL
  SELECT
    concat_ws('|', CASE WHEN list_contains($checked, s.scheme) THEN '1' ELSE '2' END, s.scheme, s.identifier) AS link_key,
    'identifier' AS rule,
    concat_ws(' ', 'identifier', s.scheme, s.identifier) AS label,
    concat_ws(' ', 'both carry', s.scheme, s.identifier) AS reason,
    concat_ws(' ', s.scheme, s.identifier) AS shared_text,
    CAST(CASE WHEN list_contains($checked, s.scheme) THEN $checked_weight ELSE $form_only_weight END AS DOUBLE) AS weight,
    s.source_party_id
  FROM resolve__strong s
  LEFT JOIN resolve__mass_number m ON m.scheme = s.scheme AND m.identifier = s.identifier
  WHERE m.scheme IS NULL
  UNION ALL
  SELECT
    concat_ws('|', '3', firm_key) AS link_key,
    'name_and_country' AS rule,
    'name and country' AS label,
    concat('same name (', name_key, ') in ', country_iso) AS reason,
    name_key AS shared_text,
    CAST($name_weight AS DOUBLE) AS weight,
    source_party_id
  FROM named_firm
  WHERE former = 0
  UNION ALL
  SELECT
    concat_ws('|', '4', firm_key) AS link_key,
    'former_name' AS rule,
    'former name and country' AS label,
    concat('same name (', name_key, ') in ', country_iso, ', a former one on one side') AS reason,
    name_key AS shared_text,
    CAST($former_name_weight AS DOUBLE) AS weight,
    source_party_id
  FROM named_firm
  WHERE any_former = 1
  UNION ALL
  SELECT
    concat_ws('|', '3', 'person', p.country_iso, p.name_key, p.birth_date_text) AS link_key,
    'name_country_and_birth_date' AS rule,
    'name, country and birth date' AS label,
    concat('same name (', p.name_key, ') in ', p.country_iso, ' and birth date ', p.birth_date_text) AS reason,
    p.name_key AS shared_text,
    CAST($name_weight AS DOUBLE) AS weight,
    p.source_party_id
  FROM person p
  JOIN person_name c ON c.name_key = p.name_key AND c.country_iso = p.country_iso
  WHERE c.record_count <= $max_sharing
),
shared AS (
  SELECT link_key
  FROM carried
  GROUP BY link_key
  HAVING count(DISTINCT source_party_id) > 1
)
SELECT DISTINCT c.link_key, c.rule, c.label, c.reason, c.shared_text, c.weight, c.source_party_id
FROM carried c
JOIN shared s ON s.link_key = c.link_key
-- A mention whose record is missing joins nothing.
JOIN resolve__record r ON r.source_party_id = c.source_party_id
ORDER BY c.link_key, c.label, c.source_party_id
