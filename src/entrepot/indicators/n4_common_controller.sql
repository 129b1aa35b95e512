-- Firms that trade with each other across a border into the destination, and the controllers they have in common.
-- Reads n4__pair. One row for each pair of role rows. `basis` says how sure it is that the two rows mean one person:
-- same_record (one record holds both roles), identified (same number or birth date), same_name (nothing but the name).
WITH tie AS (
    SELECT
        holder_party_id AS person_id, holder_source_party_id AS record_id, subject_party_id AS firm_id, role_kind,
        from_on, CASE WHEN to_on <= CAST($as_of_on AS DATE) THEN to_on END AS to_on, snapshot_id, locator, provenance, publication
    FROM linked__role
    WHERE role_kind IN ('director', 'founder', 'manager', 'former_owner')
      AND (from_on IS NULL OR from_on <= CAST($as_of_on AS DATE))
    UNION ALL
    SELECT owner_party_id, owner_source_party_id, subject_party_id, 'owner', from_on,
           CASE WHEN to_on <= CAST($as_of_on AS DATE) THEN to_on END,
           snapshot_id, locator, provenance, publication
    FROM linked__interest
    WHERE from_on IS NULL OR from_on <= CAST($as_of_on AS DATE)
),
reach AS (
    SELECT person_id, COUNT(DISTINCT firm_id) AS firm_count FROM tie GROUP BY person_id
),
person_name AS (
    SELECT DISTINCT n.party_id, n.name_key
    FROM linked__party_name AS n
    JOIN linked__party AS p ON p.party_id = n.party_id AND p.party_kind = 'person'
    WHERE n.name_key IS NOT NULL
),
number AS (
    SELECT DISTINCT source_party_id, scheme, identifier FROM linked__identifier WHERE validity <> 'invalid'
),
birth AS (
    -- A year alone is no birth date.
    SELECT DISTINCT source_party_id, birth_date_text FROM linked__party_record WHERE LENGTH(birth_date_text) = 10
),
side_exporter AS (
    SELECT p.exporter_party_id, p.importer_party_id, a.*
    FROM n4__pair AS p
    JOIN tie AS a ON a.firm_id = p.exporter_party_id
),
shared AS (
    SELECT a.exporter_party_id, a.importer_party_id, a.record_id AS a_record_id, b.record_id AS b_record_id,
           a.person_id AS a_person_id, b.person_id AS b_person_id
    FROM side_exporter AS a
    JOIN tie AS b ON b.firm_id = a.importer_party_id AND b.person_id = a.person_id
    UNION
    SELECT a.exporter_party_id, a.importer_party_id, a.record_id, b.record_id, a.person_id, b.person_id
    FROM side_exporter AS a
    JOIN person_name AS n ON n.party_id = a.person_id
    JOIN person_name AS m ON m.name_key = n.name_key AND m.party_id <> n.party_id
    JOIN tie AS b ON b.firm_id = a.importer_party_id AND b.person_id = m.party_id
),
certain AS (
    SELECT
        s.exporter_party_id, s.importer_party_id, s.a_record_id, s.b_record_id, s.a_person_id, s.b_person_id,
        MAX(CASE WHEN x.birth_date_text = y.birth_date_text THEN 1 ELSE 0 END) AS is_same_birth,
        MAX(CASE WHEN x.birth_date_text <> y.birth_date_text THEN 1 ELSE 0 END) AS is_other_birth,
        MAX(CASE WHEN v.identifier IS NOT NULL THEN 1 ELSE 0 END) AS is_same_number
    FROM shared AS s
    LEFT JOIN birth AS x ON x.source_party_id = s.a_record_id
    LEFT JOIN birth AS y ON y.source_party_id = s.b_record_id
    LEFT JOIN number AS u ON u.source_party_id = s.a_record_id
    LEFT JOIN number AS v ON v.source_party_id = s.b_record_id AND v.scheme = u.scheme AND v.identifier = u.identifier
    GROUP BY s.exporter_party_id, s.importer_party_id, s.a_record_id, s.b_record_id, s.a_person_id, s.b_person_id
),
second_link AS (
    SELECT p.exporter_party_id, p.importer_party_id, COUNT(*) AS link_count, MIN(k.link_kind) AS link_kind
    FROM n4__pair AS p
    JOIN graph__link AS k
        ON k.party_a_id = LEAST(p.exporter_party_id, p.importer_party_id)
        AND k.party_b_id = GREATEST(p.exporter_party_id, p.importer_party_id)
    WHERE k.link_kind IN ('shared_address', 'shared_phone', 'shared_email', 'shared_website', 'owns')
    GROUP BY p.exporter_party_id, p.importer_party_id
)
SELECT
    p.exporter_party_id, p.importer_party_id, p.exporter_name, p.importer_name,
    p.exporter_country_iso, p.importer_country_iso, p.first_on, p.last_on, p.line_count, p.value_usd,
    p.controlled_line_count, c.a_person_id AS person_id, q.name AS person_name,
    CASE WHEN c.a_record_id = c.b_record_id THEN 'same_record'
         WHEN c.is_same_birth = 1 OR c.is_same_number = 1 THEN 'identified'
         ELSE 'same_name' END AS basis,
    r.firm_count, COALESCE(k.link_count, 0) AS second_link_count, k.link_kind AS second_link_kind,
    a.role_kind AS exporter_role, b.role_kind AS importer_role,
    a.snapshot_id, a.locator, a.provenance, a.publication,
    b.snapshot_id AS b_snapshot_id, b.locator AS b_locator, b.provenance AS b_provenance, b.publication AS b_publication
FROM certain AS c
JOIN n4__pair AS p ON p.exporter_party_id = c.exporter_party_id AND p.importer_party_id = c.importer_party_id
JOIN tie AS a ON a.firm_id = c.exporter_party_id AND a.record_id = c.a_record_id AND a.person_id = c.a_person_id
JOIN tie AS b ON b.firm_id = c.importer_party_id AND b.record_id = c.b_record_id AND b.person_id = c.b_person_id
JOIN reach AS r ON r.person_id = c.a_person_id
JOIN linked__party AS q ON q.party_id = c.a_person_id
LEFT JOIN second_link AS k
    ON k.exporter_party_id = c.exporter_party_id AND k.importer_party_id = c.importer_party_id
WHERE c.is_other_birth = 0
  -- Both roles within $gap_days of each other, and of the trade; an unknown day leaves it open.
  AND (a.from_on IS NULL OR b.to_on IS NULL OR a.from_on <= b.to_on + CAST($gap_days AS INTEGER))
  AND (b.from_on IS NULL OR a.to_on IS NULL OR b.from_on <= a.to_on + CAST($gap_days AS INTEGER))
  AND (a.from_on IS NULL OR p.last_on IS NULL OR a.from_on <= p.last_on + CAST($gap_days AS INTEGER))
  AND (b.from_on IS NULL OR p.last_on IS NULL OR b.from_on <= p.last_on + CAST($gap_days AS INTEGER))
  AND (a.to_on IS NULL OR p.first_on IS NULL OR a.to_on >= p.first_on - CAST($gap_days AS INTEGER))
  AND (b.to_on IS NULL OR p.first_on IS NULL OR b.to_on >= p.first_on - CAST($gap_days AS INTEGER))
ORDER BY p.exporter_party_id, p.importer_party_id, c.a_person_id, a.role_kind, b.role_kind,
    a.snapshot_id, a.locator, b.snapshot_id, b.locator
