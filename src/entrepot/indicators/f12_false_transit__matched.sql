-- Whether an import matches each transit declaration in f12__passed. A match is of the same importer, or of the same
-- exporter, and of the same goods in the same quantity or mass; several imports of the importer that come to the amount
-- together are a match too (split consignments).
WITH harmonised AS (
  SELECT hs6, MIN(group_id) AS group_id
  FROM codes__hs_group
  GROUP BY hs6
),
named AS (
  SELECT importer_party_id AS party_id, TRUE AS is_importer FROM f12__passed WHERE is_covered
  UNION
  SELECT exporter_party_id, FALSE FROM f12__passed WHERE is_covered
),
entered AS (
  SELECT DISTINCT
    d.importer_party_id, d.exporter_party_id, COALESCE(d.reporting_iso, d.importer_country_iso) AS country_iso,
    COALESCE(h.group_id, d.hs6) AS hs_group_id, d.declared_on, d.quantity, d.quantity_unit, d.net_mass_kg,
    d.snapshot_id, d.locator
  FROM linked__declaration AS d
  LEFT JOIN named AS i ON i.party_id = d.importer_party_id AND i.is_importer
  LEFT JOIN named AS e ON e.party_id = d.exporter_party_id AND NOT e.is_importer
  LEFT JOIN harmonised AS h ON h.hs6 = d.hs6
  WHERE d.direction = 'import'
    AND d.hs6 IS NOT NULL
    AND d.declared_on <= CAST($as_of_on AS DATE)
    AND (i.party_id IS NOT NULL OR e.party_id IS NOT NULL)
),
by_importer AS (
  SELECT
    t.declaration_id,
    MAX(CASE
      WHEN (t.quantity IS NULL OR i.quantity IS NULL) AND (t.net_mass_kg IS NULL OR i.net_mass_kg IS NULL) THEN 1
      WHEN ABS(i.quantity - t.quantity) <= t.quantity * $tolerance AND COALESCE(i.quantity_unit = t.quantity_unit, TRUE) THEN 1
      WHEN ABS(i.net_mass_kg - t.net_mass_kg) <= t.net_mass_kg * $tolerance THEN 1
      ELSE 0
    END) AS is_same,
    MAX(t.quantity) AS quantity,
    MAX(t.net_mass_kg) AS net_mass_kg,
    CAST(SUM(CAST(CASE WHEN i.quantity_unit = t.quantity_unit THEN i.quantity END AS DECIMAL(38, 3))) AS DOUBLE)
      AS entered_quantity,
    CAST(SUM(TRY_CAST(i.net_mass_kg AS DECIMAL(38, 3))) AS DOUBLE) AS entered_kg
  FROM f12__passed AS t
  JOIN entered AS i
    ON i.importer_party_id = t.importer_party_id
    AND i.country_iso = t.country_iso
    AND i.hs_group_id = t.hs_group_id
    AND i.declared_on >= t.declared_on
    AND i.declared_on <= t.declared_on + CAST($window_days AS INTEGER)
  WHERE t.is_covered
  GROUP BY t.declaration_id
),
by_exporter AS (
  SELECT DISTINCT t.declaration_id
  FROM f12__passed AS t
  JOIN entered AS i
    ON i.exporter_party_id = t.exporter_party_id
    AND i.country_iso = t.country_iso
    AND i.hs_group_id = t.hs_group_id
    AND i.declared_on >= t.declared_on
    AND i.declared_on <= t.declared_on + CAST($window_days AS INTEGER)
  WHERE t.is_covered
    AND ((ABS(i.quantity - t.quantity) <= t.quantity * $tolerance AND COALESCE(i.quantity_unit = t.quantity_unit, TRUE))
      OR ABS(i.net_mass_kg - t.net_mass_kg) <= t.net_mass_kg * $tolerance)
)
SELECT
  t.declaration_id,
  t.declared_on,
  t.importer_party_id,
  t.exporter_party_id,
  t.country_iso,
  t.value_usd,
  t.is_listed,
  t.is_ledger,
  t.is_covered,
  x.declaration_id IS NOT NULL
    OR COALESCE(m.is_same = 1, FALSE)
    OR COALESCE(m.entered_quantity >= m.quantity * (1 - $tolerance), FALSE)
    OR COALESCE(m.entered_kg >= m.net_mass_kg * (1 - $tolerance), FALSE) AS is_matched
FROM f12__passed AS t
LEFT JOIN by_importer AS m ON m.declaration_id = t.declaration_id
LEFT JOIN by_exporter AS x ON x.declaration_id = t.declaration_id
