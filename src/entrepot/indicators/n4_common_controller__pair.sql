-- The pairs of firms that are asked: they trade across a border, and controllers of both are known. Reads trade__pair.
WITH controlled_firm AS (
    SELECT subject_party_id AS firm_id FROM linked__role
    WHERE role_kind IN ('director', 'founder', 'manager', 'former_owner')
    UNION
    SELECT subject_party_id FROM linked__interest
),
declared AS (
    SELECT d.exporter_party_id, d.importer_party_id, d.first_on, d.last_on, d.line_count, d.value_usd, d.controlled_line_count
    FROM trade__pair AS d
    WHERE d.exporter_party_id IS NOT NULL AND d.importer_party_id IS NOT NULL
),
reported AS (
    -- A publication that names supplier and customer stands for declarations that the case does not hold.
    SELECT holder_party_id AS exporter_party_id, subject_party_id AS importer_party_id,
           MIN(from_on) AS first_on, MAX(CASE WHEN to_on <= CAST($as_of_on AS DATE) THEN to_on END) AS last_on
    FROM linked__role
    WHERE role_kind = 'supplies' AND (from_on IS NULL OR from_on <= CAST($as_of_on AS DATE))
    GROUP BY holder_party_id, subject_party_id
),
trade AS (
    SELECT
        COALESCE(d.exporter_party_id, r.exporter_party_id) AS exporter_party_id,
        COALESCE(d.importer_party_id, r.importer_party_id) AS importer_party_id,
        COALESCE(d.first_on, r.first_on) AS first_on, COALESCE(d.last_on, r.last_on) AS last_on,
        COALESCE(d.line_count, 0) AS line_count, d.value_usd,
        COALESCE(d.controlled_line_count, 0) AS controlled_line_count
    FROM declared AS d
    FULL OUTER JOIN reported AS r
        ON r.exporter_party_id = d.exporter_party_id AND r.importer_party_id = d.importer_party_id
)
SELECT
    t.exporter_party_id, t.importer_party_id, e.name AS exporter_name, i.name AS importer_name,
    e.country_iso AS exporter_country_iso, i.country_iso AS importer_country_iso,
    t.first_on, t.last_on, t.line_count, t.value_usd, t.controlled_line_count
FROM trade AS t
JOIN controlled_firm AS a ON a.firm_id = t.exporter_party_id
JOIN controlled_firm AS b ON b.firm_id = t.importer_party_id
JOIN linked__party AS e ON e.party_id = t.exporter_party_id
JOIN linked__party AS i ON i.party_id = t.importer_party_id
WHERE e.country_iso <> i.country_iso
  AND (i.country_iso = $destination_iso OR NOT $is_destination_only)
ORDER BY t.exporter_party_id, t.importer_party_id
