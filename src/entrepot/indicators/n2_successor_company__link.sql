-- What links each predecessor with each candidate: a shared address, contact, person, or one in the other's hands.
-- Reads n2__candidate (predecessor_id, successor_id). One row a link, with the place of either side.
WITH either_way AS (
    SELECT
        c.predecessor_id, c.successor_id, k.link_kind, k.via_name, k.sharing_count, k.rarity_bits,
        k.snapshot_id, k.locator, k.provenance, k.publication,
        k.b_snapshot_id, k.b_locator, k.provenance AS b_provenance, k.publication AS b_publication
    FROM n2__candidate AS c
    JOIN graph__link AS k ON k.party_a_id = c.predecessor_id AND k.party_b_id = c.successor_id
    UNION ALL
    SELECT
        c.predecessor_id, c.successor_id, k.link_kind, k.via_name, k.sharing_count, k.rarity_bits,
        k.b_snapshot_id, k.b_locator, k.provenance, k.publication,
        k.snapshot_id, k.locator, k.provenance, k.publication
    FROM n2__candidate AS c
    JOIN graph__link AS k ON k.party_b_id = c.predecessor_id AND k.party_a_id = c.successor_id
),
vague AS (
    -- An address too vague for a key (`an estate in the north of the city`) is shared where the same long text is.
    SELECT party_id, LOWER(address) AS words, MIN(address) AS address, MIN(CONCAT_WS('|', snapshot_id, locator)) AS place,
           MAX(provenance) AS provenance, MAX(publication) AS publication
    FROM linked__address
    WHERE address_key IS NULL AND LENGTH(address) >= $text_min
    GROUP BY party_id, LOWER(address)
),
vague_count AS (
    SELECT words, COUNT(*) AS sharing_count FROM vague GROUP BY words
),
same_text AS (
    SELECT
        c.predecessor_id, c.successor_id, 'shared_address' AS link_kind, a.address AS via_name, n.sharing_count,
        ROUND(LN(CAST(t.party_count AS DOUBLE) / n.sharing_count) / LN(2.0), 6) AS rarity_bits,
        SPLIT_PART(a.place, '|', 1) AS snapshot_id, SPLIT_PART(a.place, '|', 2) AS locator, a.provenance, a.publication,
        SPLIT_PART(b.place, '|', 1) AS b_snapshot_id, SPLIT_PART(b.place, '|', 2) AS b_locator,
        b.provenance AS b_provenance, b.publication AS b_publication
    FROM n2__candidate AS c
    JOIN vague AS a ON a.party_id = c.predecessor_id
    JOIN vague AS b ON b.party_id = c.successor_id AND b.words = a.words
    JOIN vague_count AS n ON n.words = a.words AND n.sharing_count <= $sharing_max
    CROSS JOIN (SELECT COUNT(*) AS party_count FROM linked__party) AS t
),
tie AS (
    SELECT
        holder_party_id AS person_id, subject_party_id AS firm_id, role_kind,
        snapshot_id, locator, provenance, publication
    FROM linked__role
    WHERE role_kind IN ('director', 'founder', 'manager', 'employee', 'former_owner')
    UNION ALL
    SELECT owner_party_id, subject_party_id, 'owner', snapshot_id, locator, provenance, publication
    FROM linked__interest
),
reach AS (
    SELECT person_id, COUNT(DISTINCT firm_id) AS firm_count FROM tie GROUP BY person_id
),
firm_total AS (
    SELECT COUNT(DISTINCT firm_id) AS firm_count FROM tie
),
person AS (
    SELECT
        c.predecessor_id, c.successor_id, 'shared_person' AS link_kind,
        CONCAT(n.name, ', ', REPLACE(a.role_kind, '_', ' '), ' of the one and ', REPLACE(b.role_kind, '_', ' '), ' of the other') AS via_name,
        r.firm_count AS sharing_count,
        ROUND(LN(CAST(t.firm_count AS DOUBLE) / r.firm_count) / LN(2.0), 6) AS rarity_bits,
        a.snapshot_id, a.locator, a.provenance, a.publication,
        b.snapshot_id AS b_snapshot_id, b.locator AS b_locator, b.provenance AS b_provenance,
        b.publication AS b_publication
    FROM n2__candidate AS c
    JOIN tie AS a ON a.firm_id = c.predecessor_id
    JOIN tie AS b ON b.firm_id = c.successor_id AND b.person_id = a.person_id
    JOIN reach AS r ON r.person_id = a.person_id AND r.firm_count <= $nominee_firms_max
    JOIN linked__party AS n ON n.party_id = a.person_id
    CROSS JOIN firm_total AS t
)
SELECT
    predecessor_id, successor_id, link_kind, via_name, sharing_count, rarity_bits,
    snapshot_id, locator, provenance, publication, b_snapshot_id, b_locator, b_provenance, b_publication
FROM either_way
WHERE (link_kind IN ('shared_address', 'shared_phone', 'shared_email', 'shared_website', 'shared_building')
       AND sharing_count <= $sharing_max)
   OR link_kind IN ('owns', 'director_of', 'founder_of', 'linked_to', 'part_of')
UNION ALL
SELECT
    predecessor_id, successor_id, link_kind, via_name, sharing_count, rarity_bits,
    snapshot_id, locator, provenance, publication, b_snapshot_id, b_locator, b_provenance, b_publication
FROM person
UNION ALL
SELECT
    predecessor_id, successor_id, link_kind, via_name, sharing_count, rarity_bits,
    snapshot_id, locator, provenance, publication, b_snapshot_id, b_locator, b_provenance, b_publication
FROM same_text
ORDER BY predecessor_id, successor_id, link_kind, via_name, snapshot_id, locator, b_snapshot_id, b_locator
