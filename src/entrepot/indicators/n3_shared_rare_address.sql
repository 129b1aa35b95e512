-- Trading tenants of units that others share: how many are there, how many are listed, how many trade controlled goods.
-- A unit is an address key. Addresses that are too vague for a key count only as the same long text ($text_min letters).
WITH firm_at AS (
    SELECT
        a.party_id, a.building_key, a.country_iso,
        CASE WHEN a.address_key IS NOT NULL THEN a.address_key
             WHEN LENGTH(a.address) >= $text_min THEN CONCAT('text: ', LOWER(a.address)) END AS unit_key,
        a.address
    FROM linked__address AS a
    JOIN linked__party AS p ON p.party_id = a.party_id
    WHERE p.party_kind NOT IN ('person', 'vessel', 'aircraft')
),
tenant AS (
    SELECT unit_key, party_id, MIN(building_key) AS building_key, MIN(country_iso) AS country_iso, MIN(address) AS address
    FROM firm_at
    WHERE unit_key IS NOT NULL
    GROUP BY unit_key, party_id
),
pair AS (
    SELECT importer_party_id, exporter_party_id, destination_line_count AS line_count,
           destination_controlled_count AS controlled_line_count
    FROM trade__pair
    WHERE destination_line_count > 0
),
trader AS (
    SELECT party_id, CAST(SUM(line_count) AS BIGINT) AS line_count,
           CAST(SUM(controlled_line_count) AS BIGINT) AS controlled_line_count
    FROM (
        SELECT importer_party_id AS party_id, line_count, controlled_line_count FROM pair
        UNION ALL
        SELECT exporter_party_id, line_count, controlled_line_count FROM pair
    ) AS side
    WHERE party_id IS NOT NULL
    GROUP BY party_id
),
listed AS (
    -- A list that does not say since when counts as the oldest.
    SELECT party_id, MIN(COALESCE(listed_on, seen_on, CAST('1900-01-01' AS DATE))) AS listed_on
    FROM linked__designation
    WHERE regime <> 'none'
      AND COALESCE(listed_on, seen_on, CAST('1900-01-01' AS DATE)) <= CAST($as_of_on AS DATE)
      AND (delisted_on IS NULL OR delisted_on > CAST($as_of_on AS DATE))
    GROUP BY party_id
),
described AS (
    SELECT
        t.unit_key, t.party_id, t.building_key, t.country_iso, t.address,
        COALESCE(r.line_count, 0) AS line_count,
        CASE WHEN r.controlled_line_count > 0 THEN 1 ELSE 0 END AS is_controlled,
        l.listed_on
    FROM tenant AS t
    LEFT JOIN trader AS r ON r.party_id = t.party_id
    LEFT JOIN listed AS l ON l.party_id = t.party_id
),
unit AS (
    SELECT unit_key, COUNT(*) AS tenant_count, CAST(SUM(is_controlled) AS BIGINT) AS controlled_count,
           COUNT(listed_on) AS listed_count, MIN(listed_on) AS first_listed_on
    FROM described
    GROUP BY unit_key
),
building AS (
    SELECT building_key, COUNT(DISTINCT party_id) AS building_count
    FROM firm_at
    WHERE building_key IS NOT NULL
    GROUP BY building_key
),
mass AS (
    SELECT DISTINCT f.building_key
    FROM firm_at AS f
    JOIN linked__tag AS g ON g.party_id = f.party_id AND g.tag = 'mass_address'
    WHERE f.building_key IS NOT NULL
),
base AS (
    SELECT country_iso, COUNT(*) AS firm_count, CAST(SUM(is_controlled) AS BIGINT) AS controlled_count
    FROM (
        SELECT country_iso, party_id, MAX(is_controlled) AS is_controlled
        FROM described
        GROUP BY country_iso, party_id
    ) AS firm
    GROUP BY country_iso
),
total AS (
    SELECT COUNT(DISTINCT party_id) AS firm_count FROM tenant
)
SELECT
    d.party_id, p.name, d.unit_key, d.building_key, d.address, d.country_iso, d.line_count, d.is_controlled, d.listed_on,
    u.tenant_count, u.controlled_count, u.listed_count, u.first_listed_on,
    COALESCE(b.building_count, u.tenant_count) AS building_count,
    CASE WHEN b.building_count > $mass_firms OR m.building_key IS NOT NULL THEN TRUE ELSE FALSE END AS is_mass,
    -- A key without a unit is that of its building.
    CASE WHEN d.building_key IS NULL OR d.unit_key <> d.building_key THEN TRUE ELSE FALSE END AS has_unit,
    ROUND(LN(CAST(t.firm_count AS DOUBLE) / u.tenant_count) / LN(2.0), 6) AS rarity_bits,
    n.firm_count AS base_count, n.controlled_count AS base_controlled_count
FROM described AS d
JOIN unit AS u ON u.unit_key = d.unit_key
JOIN base AS n ON n.country_iso IS NOT DISTINCT FROM d.country_iso
JOIN linked__party AS p ON p.party_id = d.party_id
LEFT JOIN building AS b ON b.building_key = d.building_key
LEFT JOIN mass AS m ON m.building_key = d.building_key
CROSS JOIN total AS t
WHERE u.tenant_count >= 2
  AND d.line_count > 0
ORDER BY d.unit_key, d.party_id
