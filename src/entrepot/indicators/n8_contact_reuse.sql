-- Contacts that an unlisted trader in controlled goods (n8__trader) shares with a listed party, and how rare they are.
-- One row a trader, listed party and contact; a listing that does not say since when counts as the oldest.
WITH listing AS (
    SELECT party_id, COALESCE(listed_on, seen_on) AS known_on, listed_on, list_id,
           snapshot_id, locator, provenance, publication,
           ROW_NUMBER() OVER (PARTITION BY party_id
               ORDER BY COALESCE(listed_on, seen_on) NULLS FIRST, list_id, snapshot_id, locator) AS position
    FROM linked__designation
    WHERE regime <> 'none'
      AND (COALESCE(listed_on, seen_on) IS NULL OR COALESCE(listed_on, seen_on) <= CAST($as_of_on AS DATE))
      AND (delisted_on IS NULL OR delisted_on > CAST($as_of_on AS DATE))
),
listed AS (
    SELECT party_id, listed_on, list_id, snapshot_id, locator, provenance, publication
    FROM listing
    WHERE position = 1
),
link AS (
    SELECT
        party_a_id AS own_id, party_b_id AS other_id, link_kind, via, via_name, sharing_count, rarity_bits,
        snapshot_id, locator, b_snapshot_id, b_locator, provenance, publication
    FROM graph__link
    WHERE link_kind IN ('shared_phone', 'shared_email', 'shared_website')
    UNION ALL
    SELECT
        party_b_id, party_a_id, link_kind, via, via_name, sharing_count, rarity_bits,
        b_snapshot_id, b_locator, snapshot_id, locator, provenance, publication
    FROM graph__link
    WHERE link_kind IN ('shared_phone', 'shared_email', 'shared_website')
),
reach AS (
    -- How many listed parties use the same contact, counted from the trader's side.
    SELECT k.own_id, k.link_kind, k.via, COUNT(DISTINCT k.other_id) AS listed_count
    FROM link AS k
    JOIN listed AS g ON g.party_id = k.other_id
    GROUP BY k.own_id, k.link_kind, k.via
)
SELECT
    k.own_id AS party_id, p.name, t.country_iso, t.line_count, t.value_usd, k.other_id AS listed_id, o.name AS listed_name,
    g.listed_on, g.list_id, k.link_kind, k.via, k.via_name, k.sharing_count, k.rarity_bits, r.listed_count,
    k.snapshot_id, k.locator, k.b_snapshot_id, k.b_locator, k.provenance, k.publication,
    g.snapshot_id AS listing_snapshot_id, g.locator AS listing_locator, g.provenance AS listing_provenance,
    g.publication AS listing_publication
FROM link AS k
JOIN n8__trader AS t ON t.party_id = k.own_id
JOIN listed AS g ON g.party_id = k.other_id
LEFT JOIN listed AS n ON n.party_id = k.own_id
JOIN reach AS r ON r.own_id = k.own_id AND r.link_kind = k.link_kind AND r.via = k.via
JOIN linked__party AS p ON p.party_id = k.own_id
JOIN linked__party AS o ON o.party_id = k.other_id
WHERE n.party_id IS NULL
  AND NOT (k.link_kind = 'shared_website' AND list_contains($shared_domains, k.via))
ORDER BY k.own_id, k.link_kind, k.via, k.other_id
