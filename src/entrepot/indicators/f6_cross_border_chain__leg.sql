-- Legs that a chain can be made of, as either customs saw them (one may have lost the part number): lines of listed goods with a part number and a quantity, from the coalition to a firm
-- outside it (start), between such firms (middle), and from one of them to the destination (end).
WITH coalition AS (
  SELECT DISTINCT country_iso
  FROM codes__country_set
  WHERE set_id = $coalition_set
    AND (valid_to_on IS NULL OR valid_to_on >= CAST($cutoff_on AS DATE))
),
line AS (
  SELECT
    d.declared_on, d.exporter_party_id, d.importer_party_id, d.hs6, d.part_number_key, d.quantity, d.quantity_unit,
    CASE
      WHEN e.country_iso IS NOT NULL THEN 'coalition'
      WHEN COALESCE(x.country_iso, d.exporter_country_iso, d.dispatch_iso) = $destination_iso THEN 'destination'
      ELSE 'third'
    END AS from_side,
    CASE
      WHEN i.country_iso IS NOT NULL THEN 'coalition'
      WHEN COALESCE(p.country_iso, d.importer_country_iso, d.destination_iso) = $destination_iso THEN 'destination'
      ELSE 'third'
    END AS to_side,
    d.snapshot_id, d.locator
  FROM linked__declaration AS d
  JOIN receipt__listed_code AS c ON c.hs6 = d.hs6
  LEFT JOIN linked__party AS p ON p.party_id = d.importer_party_id
  LEFT JOIN linked__party AS x ON x.party_id = d.exporter_party_id
  LEFT JOIN coalition AS e ON e.country_iso = COALESCE(x.country_iso, d.exporter_country_iso, d.dispatch_iso)
  LEFT JOIN coalition AS i ON i.country_iso = COALESCE(p.country_iso, d.importer_country_iso, d.destination_iso)
  WHERE d.declared_on <= CAST($as_of_on AS DATE)
    AND d.direction <> 'transit'
    AND d.part_number_key IS NOT NULL
    AND d.quantity > 0
    AND d.exporter_party_id IS NOT NULL
    AND d.importer_party_id IS NOT NULL
    AND d.exporter_party_id <> d.importer_party_id
    AND COALESCE(p.country_iso, d.importer_country_iso, d.destination_iso) IS NOT NULL
)
SELECT
  CASE WHEN from_side = 'coalition' THEN 'start' WHEN to_side = 'destination' THEN 'end' ELSE 'middle' END AS leg_kind,
  declared_on, exporter_party_id, importer_party_id, hs6, part_number_key, quantity, quantity_unit, snapshot_id,
  locator
FROM line
WHERE to_side <> 'coalition'
  AND from_side <> 'destination'
  AND NOT (from_side = 'coalition' AND to_side = 'destination')
