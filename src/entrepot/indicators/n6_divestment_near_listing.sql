-- Holdings of listed parties that ended, with whoever took a holding in the same firm at about that time.
-- One row a holding, listing day and taker; without a taker its columns are null.
WITH listing AS (
    SELECT party_id, listed_on, regime, list_id, snapshot_id, locator, provenance, publication,
           ROW_NUMBER() OVER (PARTITION BY party_id, listed_on ORDER BY list_id, snapshot_id, locator) AS position
    FROM linked__designation
    WHERE regime <> 'none'
      AND listed_on <= CAST($as_of_on AS DATE)
),
listed AS (
    SELECT party_id, MIN(listed_on) AS first_listed_on
    FROM listing
    GROUP BY party_id
),
held AS (
    SELECT owner_party_id AS holder_id, subject_party_id AS firm_id, from_on, to_on, share_max_pct,
           snapshot_id, locator, provenance, publication
    FROM linked__interest
    WHERE interest_kind <> 'board' AND (share_max_pct IS NULL OR share_max_pct > 0)
    UNION ALL
    SELECT holder_party_id, subject_party_id, from_on, to_on, CAST(NULL AS DOUBLE),
           snapshot_id, locator, provenance, publication
    FROM linked__role
    WHERE role_kind = 'former_owner'
),
kept AS (
    -- The same holder with a later or open row has only restated its holding.
    SELECT h.holder_id, h.firm_id, MAX(COALESCE(h.to_on, CAST('9999-12-31' AS DATE))) AS last_on
    FROM held AS h
    JOIN listed AS l ON l.party_id = h.holder_id
    WHERE h.from_on IS NULL OR h.from_on <= CAST($as_of_on AS DATE)
    GROUP BY h.holder_id, h.firm_id
),
ended AS (
    SELECT
        h.holder_id AS seller_id, h.firm_id, h.to_on AS sold_on, h.share_max_pct AS sold_pct, g.listed_on, g.list_id,
        h.snapshot_id, h.locator, h.provenance, h.publication,
        g.snapshot_id AS listing_snapshot_id, g.locator AS listing_locator,
        g.provenance AS listing_provenance, g.publication AS listing_publication
    FROM held AS h
    JOIN kept AS k ON k.holder_id = h.holder_id AND k.firm_id = h.firm_id AND k.last_on = h.to_on
    JOIN listing AS g ON g.party_id = h.holder_id AND g.position = 1
    WHERE h.to_on <= CAST($as_of_on AS DATE)
),
taken AS (
    SELECT h.holder_id AS buyer_id, h.firm_id, h.from_on AS bought_on, h.snapshot_id, h.locator, h.provenance, h.publication
    FROM held AS h
    LEFT JOIN listed AS l ON l.party_id = h.holder_id AND l.first_listed_on <= h.from_on
    WHERE h.from_on <= CAST($as_of_on AS DATE)
      -- What passes to a listed party is no way around a listing.
      AND l.party_id IS NULL
)
SELECT
    e.seller_id, s.name AS seller_name, s.country_iso AS seller_country_iso, e.firm_id, f.name AS firm_name,
    e.sold_on, e.sold_pct, e.listed_on, e.list_id,
    t.buyer_id, b.name AS buyer_name, b.party_kind AS buyer_kind, b.incorporated_on AS buyer_incorporated_on, t.bought_on,
    e.snapshot_id, e.locator, e.provenance, e.publication,
    e.listing_snapshot_id, e.listing_locator, e.listing_provenance, e.listing_publication,
    t.snapshot_id AS taker_snapshot_id, t.locator AS taker_locator,
    t.provenance AS taker_provenance, t.publication AS taker_publication,
    b.snapshot_id AS buyer_snapshot_id, b.locator AS buyer_locator,
    b.provenance AS buyer_provenance, b.publication AS buyer_publication
FROM ended AS e
JOIN linked__party AS s ON s.party_id = e.seller_id
JOIN linked__party AS f ON f.party_id = e.firm_id
LEFT JOIN taken AS t ON t.firm_id = e.firm_id AND t.buyer_id <> e.seller_id
    AND t.bought_on >= e.sold_on - CAST($gap_days AS INTEGER)
    AND t.bought_on <= e.sold_on + CAST($gap_days AS INTEGER)
LEFT JOIN linked__party AS b ON b.party_id = t.buyer_id
ORDER BY e.firm_id, e.seller_id, t.buyer_id NULLS LAST, e.listed_on, e.sold_on, e.snapshot_id, e.locator, t.snapshot_id, t.locator
