-- People who led a listed firm and came to lead a new customer for controlled goods near the listing.
-- One row a customer, listed firm, person and pair of roles. A customer is new where its first controlled goods came later
-- than $before_days before the listing.
WITH listing AS (
    SELECT party_id, listed_on, list_id, snapshot_id, locator, provenance, publication,
           ROW_NUMBER() OVER (PARTITION BY party_id ORDER BY listed_on, list_id, snapshot_id, locator) AS position
    FROM linked__designation
    WHERE regime <> 'none'
      AND listed_on <= CAST($as_of_on AS DATE)
      AND (delisted_on IS NULL OR delisted_on > CAST($as_of_on AS DATE))
),
listed AS (
    SELECT party_id, listed_on, list_id, snapshot_id, locator, provenance, publication
    FROM listing
    WHERE position = 1
),
lead AS (
    SELECT holder_party_id AS person_id, subject_party_id AS firm_id, role_kind, from_on,
           CASE WHEN to_on <= CAST($as_of_on AS DATE) THEN to_on END AS to_on,  -- a later day is not known yet
           snapshot_id, locator, provenance, publication
    FROM linked__role
    WHERE (role_kind IN ('director', 'manager', 'founder')
           OR (role_kind = 'employee'
               AND (LOWER(note) LIKE '%technical%' OR LOWER(note) LIKE '%engineer%' OR LOWER(note) LIKE '%head of%')))
      AND (from_on IS NULL OR from_on <= CAST($as_of_on AS DATE))
),
post AS (
    SELECT person_id, COUNT(DISTINCT firm_id) AS firm_count
    FROM lead
    GROUP BY person_id
),
pair AS (
    SELECT
        a.person_id, a.firm_id AS listed_id, b.firm_id AS customer_id, g.listed_on, g.list_id,
        a.role_kind AS listed_role, a.from_on AS listed_from_on, a.to_on AS listed_to_on,
        b.role_kind AS customer_role, b.from_on AS customer_from_on,
        b.to_on AS customer_to_on,
        a.snapshot_id, a.locator, a.provenance, a.publication,
        b.snapshot_id AS b_snapshot_id, b.locator AS b_locator, b.provenance AS b_provenance,
        b.publication AS b_publication,
        g.snapshot_id AS listing_snapshot_id, g.locator AS listing_locator, g.provenance AS listing_provenance,
        g.publication AS listing_publication
    FROM listed AS g
    JOIN lead AS a ON a.firm_id = g.party_id
    JOIN lead AS b ON b.person_id = a.person_id AND b.firm_id <> a.firm_id
    LEFT JOIN listed AS n ON n.party_id = b.firm_id
    WHERE n.party_id IS NULL
      AND b.from_on IS NOT NULL
      AND (a.to_on IS NULL OR a.to_on >= g.listed_on - CAST($window_days AS INTEGER))
      -- Within the window of leaving the listed firm, or of the listing where the person is still there.
      AND b.from_on >= COALESCE(a.from_on, b.from_on)
      AND b.from_on <= LEAST(COALESCE(a.to_on, g.listed_on), g.listed_on) + CAST($window_days AS INTEGER)
)
SELECT
    p.customer_id, c.name AS customer_name, c.country_iso AS customer_country_iso, p.listed_id, l.name AS listed_name,
    p.person_id, q.name AS person_name, q.joined_by, o.firm_count, p.listed_on, p.list_id, p.listed_role, p.listed_to_on,
    p.customer_role, p.customer_from_on, t.first_on, t.line_count, t.value_usd,
    p.snapshot_id, p.locator, p.provenance, p.publication, p.b_snapshot_id, p.b_locator, p.b_provenance, p.b_publication,
    p.listing_snapshot_id, p.listing_locator, p.listing_provenance, p.listing_publication
FROM pair AS p
JOIN n7__customer AS t ON t.party_id = p.customer_id
JOIN linked__party AS c ON c.party_id = p.customer_id
JOIN linked__party AS l ON l.party_id = p.listed_id AND l.party_kind <> 'person'
JOIN linked__party AS q ON q.party_id = p.person_id AND q.party_kind = 'person'
JOIN post AS o ON o.person_id = p.person_id
WHERE t.first_on >= p.listed_on - CAST($before_days AS INTEGER)
  -- Who had left before the customer first bought did not lead a customer.
  AND (p.customer_to_on IS NULL OR p.customer_to_on >= t.first_on)
ORDER BY p.customer_id, p.listed_id, p.person_id, p.listed_role, p.customer_role,
    p.snapshot_id, p.locator, p.b_snapshot_id, p.b_locator
