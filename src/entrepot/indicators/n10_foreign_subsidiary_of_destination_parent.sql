-- Firms founded in a third country after the cut-off whose owner or founder sits in the destination, with every firm there
-- that goods may go back to: the parent itself, and firms that the parent owns, founded or directs.
-- One row a firm, parent, receiver and day on which one of the two ties ended (receiver_until_on); is_parent says that the receiver is the parent itself.
WITH coalition AS (
    SELECT DISTINCT country_iso
    FROM codes__country_set
    WHERE set_id = $coalition_set
      AND (valid_to_on IS NULL OR valid_to_on >= CAST($cutoff_on AS DATE))
),
held AS (
    SELECT owner_party_id AS holder_id, subject_party_id AS firm_id, 'owner' AS tie_kind, share_max_pct, to_on,
           snapshot_id, locator, provenance, publication
    FROM linked__interest
    WHERE interest_kind <> 'board'
      AND (share_max_pct IS NULL OR share_max_pct >= $share_min_pct)
      AND (from_on IS NULL OR from_on <= CAST($as_of_on AS DATE))
    UNION ALL
    SELECT holder_party_id, subject_party_id, 'founder', CAST(NULL AS DOUBLE), to_on,
           snapshot_id, locator, provenance, publication
    FROM linked__role
    WHERE role_kind = 'founder'
      AND (from_on IS NULL OR from_on <= CAST($as_of_on AS DATE))
),
ranked AS (
    SELECT h.*, ROW_NUMBER() OVER (PARTITION BY h.holder_id, h.firm_id
        ORDER BY h.to_on DESC NULLS FIRST, h.tie_kind DESC, h.share_max_pct DESC NULLS LAST, h.snapshot_id, h.locator) AS position
    FROM held AS h
),
tie AS (
    SELECT
        f.party_id AS firm_id, f.name AS firm_name, f.country_iso, f.incorporated_on,
        p.party_id AS parent_id, p.name AS parent_name, p.party_kind AS parent_kind, r.tie_kind, r.share_max_pct,
        r.to_on AS until_on,
        r.snapshot_id, r.locator, r.provenance, r.publication,
        f.snapshot_id AS firm_snapshot_id, f.locator AS firm_locator, f.provenance AS firm_provenance,
        f.publication AS firm_publication
    FROM ranked AS r
    JOIN linked__party AS f ON f.party_id = r.firm_id
    JOIN linked__party AS p ON p.party_id = r.holder_id AND p.country_iso = $destination_iso
    LEFT JOIN coalition AS c ON c.country_iso = f.country_iso
    WHERE r.position = 1
      AND f.incorporated_on > CAST($cutoff_on AS DATE)
      AND f.incorporated_on <= CAST($as_of_on AS DATE)
      AND f.country_iso <> $destination_iso
      AND c.country_iso IS NULL
),
own AS (
    SELECT holder_id, firm_id, to_on FROM held
    UNION
    SELECT holder_party_id, subject_party_id, to_on
    FROM linked__role
    WHERE role_kind IN ('director', 'manager')
      AND (from_on IS NULL OR from_on <= CAST($as_of_on AS DATE))
)
SELECT t.*, t.parent_id AS receiver_id, t.parent_name AS receiver_name, TRUE AS is_parent,
    t.until_on AS receiver_until_on
FROM tie AS t
UNION ALL
SELECT t.*, o.firm_id, q.name, FALSE, LEAST(COALESCE(t.until_on, o.to_on), COALESCE(o.to_on, t.until_on))
FROM tie AS t
JOIN own AS o ON o.holder_id = t.parent_id AND o.firm_id <> t.firm_id
JOIN linked__party AS q ON q.party_id = o.firm_id AND q.country_iso = $destination_iso
ORDER BY firm_id, parent_id, receiver_id, receiver_until_on NULLS FIRST
