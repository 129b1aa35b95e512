-- Goods declared in transit through the destination to a third country, and whether that country's customs hold an import
-- ledger in the case which covers the days in which the goods must arrive.
WITH harmonised AS (
  SELECT hs6, MIN(group_id) AS group_id
  FROM codes__hs_group
  GROUP BY hs6
),
passing AS (
  SELECT
    d.declaration_id, d.declared_on, d.importer_party_id, d.exporter_party_id,
    COALESCE(d.destination_iso, p.country_iso, d.importer_country_iso) AS country_iso,
    d.hs6, COALESCE(h.group_id, d.hs6) AS hs_group_id, d.quantity, d.quantity_unit, d.net_mass_kg, d.value_usd
  FROM linked__declaration AS d
  LEFT JOIN linked__party AS p ON p.party_id = d.importer_party_id
  LEFT JOIN harmonised AS h ON h.hs6 = d.hs6
  WHERE d.declared_on <= CAST($as_of_on AS DATE)
    AND d.hs6 IS NOT NULL
    AND d.direction <> 'import'
    AND ((d.direction = 'transit' AND d.reporting_iso = $destination_iso)
      OR CONCAT('>', d.route_iso, '>') LIKE CONCAT('%>', $destination_iso, '>%'))
),
ledger AS (
  SELECT reporting_iso AS country_iso, MIN(declared_on) AS first_on, MAX(declared_on) AS last_on
  FROM linked__declaration
  WHERE direction = 'import'
    AND declared_on <= CAST($as_of_on AS DATE)
  GROUP BY reporting_iso
  UNION ALL
  -- Where an import does not say whose customs took it: the importer's.
  SELECT importer_country_iso, MIN(declared_on), MAX(declared_on)
  FROM linked__declaration
  WHERE direction = 'import'
    AND reporting_iso IS NULL
    AND declared_on <= CAST($as_of_on AS DATE)
  GROUP BY importer_country_iso
),
span AS (
  SELECT country_iso, MIN(first_on) AS first_on, MAX(last_on) AS last_on
  FROM ledger
  WHERE country_iso IS NOT NULL
  GROUP BY country_iso
)
SELECT
  t.declaration_id, t.declared_on, t.importer_party_id, t.exporter_party_id, t.country_iso, t.hs_group_id,
  t.quantity, t.quantity_unit, t.net_mass_kg, t.value_usd, c.hs6 IS NOT NULL AS is_listed,
  k.country_iso IS NOT NULL AS is_ledger,
  k.country_iso IS NOT NULL
    AND t.declared_on >= k.first_on
    AND t.declared_on + CAST($window_days AS INTEGER) <= k.last_on AS is_covered
FROM passing AS t
LEFT JOIN receipt__listed_code AS c ON c.hs6 = t.hs6
LEFT JOIN span AS k ON k.country_iso = t.country_iso
WHERE t.country_iso <> $destination_iso
