-- The firms of every person who leads at least $dissolved_asked_min firms that were dissolved: one row a person and firm.
WITH firm AS (
    SELECT party_id, MIN(incorporated_on) AS incorporated_on, MIN(dissolved_on) AS dissolved_on
    FROM linked__party_record
    WHERE party_kind <> 'person'
    GROUP BY party_id
),
led AS (
    SELECT holder_party_id AS person_id, subject_party_id AS firm_id, role_kind, snapshot_id, locator, provenance, publication,
           ROW_NUMBER() OVER (PARTITION BY holder_party_id, subject_party_id
               ORDER BY role_kind, snapshot_id, locator) AS position
    FROM linked__role
    WHERE role_kind IN ('director', 'manager', 'founder')
      AND (from_on IS NULL OR from_on <= CAST($as_of_on AS DATE))
),
post AS (
    SELECT
        l.person_id, l.firm_id, l.role_kind, f.incorporated_on,
        CASE WHEN f.dissolved_on <= CAST($as_of_on AS DATE) THEN f.dissolved_on END AS dissolved_on,
        l.snapshot_id, l.locator, l.provenance, l.publication
    FROM led AS l
    JOIN firm AS f ON f.party_id = l.firm_id
    WHERE l.position = 1
      AND (f.incorporated_on IS NULL OR f.incorporated_on <= CAST($as_of_on AS DATE))
),
person AS (
    SELECT person_id, COUNT(*) AS firm_count
    FROM post
    GROUP BY person_id
    HAVING COUNT(dissolved_on) >= $dissolved_asked_min
)
SELECT
    o.person_id, q.name AS person_name, q.joined_by, r.firm_count, o.firm_id, p.name AS firm_name, p.country_iso, o.role_kind,
    o.incorporated_on, o.dissolved_on, o.snapshot_id, o.locator, o.provenance, o.publication,
    p.snapshot_id AS firm_snapshot_id, p.locator AS firm_locator, p.provenance AS firm_provenance,
    p.publication AS firm_publication
FROM post AS o
JOIN person AS r ON r.person_id = o.person_id
JOIN linked__party AS p ON p.party_id = o.firm_id
JOIN linked__party AS q ON q.party_id = o.person_id AND q.party_kind = 'person'
ORDER BY o.person_id, o.firm_id
