-- Parties that were not joined although a name or number agrees, and what keeps them apart, in words.
WITH rival AS (
  SELECT
    CASE WHEN a.party_id < b.party_id THEN a.party_id ELSE b.party_id END AS party_a_id,
    CASE WHEN a.party_id < b.party_id THEN b.party_id ELSE a.party_id END AS party_b_id,
    min(
      concat('two entries of ', r.list_id, ' carry the ', replace(upper(r.scheme), '_', ' '), ' ', r.identifier)
    ) AS rival_text
  FROM resolve__rival r
  JOIN resolve__party_of a ON a.source_party_id = r.record_a_id
  JOIN resolve__party_of b ON b.source_party_id = r.record_b_id
  GROUP BY
    CASE WHEN a.party_id < b.party_id THEN a.party_id ELSE b.party_id END,
    CASE WHEN a.party_id < b.party_id THEN b.party_id ELSE a.party_id END
),
rival_number AS (
  SELECT concat_ws(' ', scheme, identifier) AS shared_text, min(list_id) AS list_id
  FROM resolve__rival
  GROUP BY scheme, identifier
),
known AS (
  SELECT
    o.party_id,
    min(r.incorporated_on) AS began_on,
    max(r.dissolved_on) AS ended_on,
    min(CASE WHEN r.kind_group = 'person' AND length(r.birth_date_text) = 10 THEN r.birth_date_text END) AS born_text,
    min(r.country_iso) AS country_iso
  FROM resolve__party_of o
  JOIN resolve__record r ON r.source_party_id = o.source_party_id
  GROUP BY o.party_id
),
dated AS (
  SELECT
    p.*,
    CASE
      WHEN a.ended_on < b.began_on
        THEN concat('one was dissolved on ', CAST(a.ended_on AS VARCHAR), ', before the other was incorporated on ', CAST(b.began_on AS VARCHAR))
      WHEN b.ended_on < a.began_on
        THEN concat('one was dissolved on ', CAST(b.ended_on AS VARCHAR), ', before the other was incorporated on ', CAST(a.began_on AS VARCHAR))
      WHEN p.is_former AND a.began_on < b.began_on
        THEN concat('for one it is a former name, and they were incorporated on ', CAST(a.began_on AS VARCHAR), ' and ', CAST(b.began_on AS VARCHAR))
      WHEN p.is_former AND b.began_on < a.began_on
        THEN concat('for one it is a former name, and they were incorporated on ', CAST(b.began_on AS VARCHAR), ' and ', CAST(a.began_on AS VARCHAR))
    END AS reused_text,
    CASE
      WHEN p.basis = 'identifier' AND a.born_text <> b.born_text
        THEN concat('the birth dates differ (', least(a.born_text, b.born_text), ', ', greatest(a.born_text, b.born_text), ')')
      WHEN p.basis = 'identifier' AND a.country_iso <> b.country_iso
        THEN concat('the countries differ (', least(a.country_iso, b.country_iso), ', ', greatest(a.country_iso, b.country_iso), ')')
    END AS known_apart
  FROM resolve__pair p
  JOIN known a ON a.party_id = p.party_a_id
  JOIN known b ON b.party_id = p.party_b_id
),
judged AS (
  SELECT
    p.party_a_id,
    p.party_b_id,
    p.basis,
    p.shared_text,
    p.reused_text,
    p.known_apart,
    c.scheme,
    CASE WHEN c.scheme IS NOT NULL THEN concat(c.scheme, ' ', c.identifier_a, ' stands against ', c.identifier_b) END AS apart,
    r.rival_text,
    n.list_id AS rival_list_id,
    coalesce(p.country_a_iso, p.country_b_iso) AS country_iso,
    p.form_a,
    p.form_b,
    CASE
      WHEN p.basis = 'identifier' THEN 'identifier_conflict'
      WHEN p.basis = 'firm' AND p.country_a_iso = p.country_b_iso AND c.scheme IS NOT NULL
        THEN 'name_but_identifier_conflict'
      WHEN p.basis = 'firm' AND p.country_a_iso = p.country_b_iso AND p.reused_text IS NOT NULL THEN 'name_reused'
      WHEN p.basis = 'firm' AND p.country_a_iso = p.country_b_iso AND p.form_a <> p.form_b THEN 'name_but_legal_form'
      WHEN p.basis = 'firm' AND p.country_a_iso = p.country_b_iso THEN 'name_ambiguous'
      WHEN p.basis = 'firm' AND (p.country_a_iso IS NULL OR p.country_b_iso IS NULL) AND c.scheme IS NULL
        THEN 'name_without_country'
      WHEN p.basis = 'person' AND p.country_a_iso = p.country_b_iso AND c.scheme IS NOT NULL
        AND p.birth_a_text = p.birth_b_text THEN 'name_but_identifier_conflict'
      WHEN p.basis = 'person' AND p.country_a_iso = p.country_b_iso AND c.scheme IS NULL
        AND (
          p.birth_a_text IS NULL OR p.birth_b_text IS NULL
          OR (
            (length(p.birth_a_text) < 10 OR length(p.birth_b_text) < 10)
            AND (starts_with(p.birth_a_text, p.birth_b_text) OR starts_with(p.birth_b_text, p.birth_a_text))
          )
        ) THEN 'name_without_birth_date'
      WHEN p.basis = 'person' AND (p.country_a_iso IS NULL OR p.country_b_iso IS NULL) AND c.scheme IS NULL
        AND length(p.birth_a_text) = 10 AND p.birth_a_text = p.birth_b_text THEN 'name_without_country'
    END AS rule
  FROM dated p
  LEFT JOIN resolve__conflict c ON c.party_a_id = p.party_a_id AND c.party_b_id = p.party_b_id
  LEFT JOIN rival r ON r.party_a_id = p.party_a_id AND r.party_b_id = p.party_b_id
  LEFT JOIN rival_number n ON p.basis = 'identifier' AND n.shared_text = p.shared_text
),
worded AS (
  SELECT
    party_a_id,
    party_b_id,
    rule,
    min(
      CASE
        WHEN rule = 'identifier_conflict' AND rival_text IS NOT NULL
          THEN concat(rival_text, ' and share no name: not joined')
        WHEN rule = 'identifier_conflict'
          THEN concat(
            'Both carry ', shared_text, ', but ',
            CASE
              WHEN apart IS NOT NULL THEN apart
              WHEN rival_list_id IS NOT NULL THEN concat('two entries of ', rival_list_id, ' carry it and share no name')
              WHEN known_apart IS NOT NULL THEN known_apart
              ELSE 'another record with that number carries a number that contradicts'
            END,
            ': not joined'
          )
        WHEN rule = 'name_but_identifier_conflict'
          THEN concat('Same name (', shared_text, ') in ', country_iso, ', but ', apart, ': not joined')
        WHEN rule = 'name_reused'
          THEN concat('Same name (', shared_text, ') in ', country_iso, ', but ', reused_text, ': not joined')
        WHEN rule = 'name_but_legal_form'
          THEN concat(
            'Same name (', shared_text, ') in ', country_iso, ', but the legal forms differ (', form_a, ', ', form_b,
            ') and no number decides: not joined'
          )
        WHEN rule = 'name_ambiguous'
          THEN concat(
            'Same name (', shared_text, ') in ', country_iso,
            ', but several firms there are called so and no number tells which: not joined'
          )
        WHEN rule = 'name_without_country'
          THEN concat('Same name (', shared_text, '), but the country of one is not known: not joined')
        ELSE concat(
          'Same name (', shared_text, ') in ', country_iso, ', but no whole birth date on both sides: not joined'
        )
      END
    ) AS reason
  FROM judged
  WHERE rule IS NOT NULL
  GROUP BY party_a_id, party_b_id, rule
)
SELECT w.party_a_id, w.party_b_id, w.reason, w.rule, p.snapshot_id, p.locator, p.provenance, p.publication
FROM worded w
JOIN linked__party p ON p.party_id = w.party_a_id
UNION ALL
SELECT party_a_id, party_b_id, reason, rule, snapshot_id, locator, provenance, publication
FROM resolve__near
ORDER BY party_a_id, party_b_id, rule, reason
