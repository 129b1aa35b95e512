-- What joins records: a key, and every record that carries it. Identifiers (1) are tried before names (2).
WITH firm AS (
  SELECT DISTINCT n.source_party_id, n.name_key, n.country_iso, f.form_class
  FROM resolve__name n
  JOIN resolve__name_form f ON f.name = n.name
  WHERE n.kind_group = 'firm' AND n.country_iso IS NOT NULL
),
firm_name AS (
  SELECT name_key, country_iso, count(DISTINCT source_party_id) AS record_count, count(DISTINCT form_class) AS form_count
  FROM firm
  GROUP BY name_key, country_iso
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
    concat_ws('|', '1', scheme, identifier) AS link_key,
    concat_ws(' ', 'identifier', scheme, identifier) AS label,
    source_party_id
  FROM resolve__strong
  UNION ALL
  -- Where a name is met with several legal forms, each form is a firm of its own and a name without a form joins none.
  SELECT
    concat_ws('|', '2', 'firm', f.country_iso, f.name_key, CASE WHEN c.form_count > 1 THEN f.form_class END) AS link_key,
    'name and country' AS label,
    f.source_party_id
  FROM firm f
  JOIN firm_name c ON c.name_key = f.name_key AND c.country_iso = f.country_iso
  WHERE c.record_count <= $max_sharing AND (c.form_count <= 1 OR f.form_class IS NOT NULL)
  UNION ALL
  SELECT
    concat_ws('|', '2', 'person', p.country_iso, p.name_key, p.birth_date_text) AS link_key,
    'name, country and birth date' AS label,
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
SELECT DISTINCT c.link_key, c.label, c.source_party_id
FROM carried c
JOIN shared s ON s.link_key = c.link_key
-- A mention whose record is missing joins nothing.
JOIN resolve__record r ON r.source_party_id = c.source_party_id
ORDER BY c.link_key, c.label, c.source_party_id
