-- How many pairs of firms were asked: they trade across a border, and controllers of both are known.
WITH controlled_firm AS (
    SELECT DISTINCT subject_party_id AS firm_id FROM linked__role
    WHERE role_kind IN ('director', 'founder', 'manager', 'former_owner')
    UNION
    SELECT subject_party_id FROM linked__interest
),
trade AS (
    SELECT DISTINCT exporter_party_id, importer_party_id
    FROM linked__declaration
    WHERE declared_on <= CAST($as_of_on AS DATE)
    UNION
    SELECT holder_party_id, subject_party_id
    FROM linked__role
    WHERE role_kind = 'supplies' AND (from_on IS NULL OR from_on <= CAST($as_of_on AS DATE))
)
SELECT COUNT(*) AS pair_count
FROM trade AS t
JOIN controlled_firm AS a ON a.firm_id = t.exporter_party_id
JOIN controlled_firm AS b ON b.firm_id = t.importer_party_id
JOIN linked__party AS e ON e.party_id = t.exporter_party_id
JOIN linked__party AS i ON i.party_id = t.importer_party_id
WHERE e.country_iso <> i.country_iso
  AND (i.country_iso = $destination_iso OR NOT $is_destination_only)
