-- Lines that a reader should doubt: stated twice under different numbers, or a quantity or value a power of ten off.
WITH alike AS (
  -- Numbers first: they tell lines apart without carrying texts through the sort.
  SELECT declared_on, value_usd, net_mass_kg
  FROM linked__declaration
  WHERE value_usd > 0 AND net_mass_kg > 0
  GROUP BY declared_on, value_usd, net_mass_kg
  HAVING count(*) > 1
),
repeated AS (
  SELECT
    d.declaration_id,
    d.declared_on,
    d.direction,
    d.reporting_iso,
    d.importer_party_id,
    d.exporter_party_id,
    d.hs_code,
    d.value_usd,
    d.net_mass_kg,
    coalesce(d.declaration_number, d.declaration_id) AS number,
    d.snapshot_id,
    d.locator
  FROM linked__declaration d
  JOIN alike a
    ON a.declared_on = d.declared_on AND a.value_usd = d.value_usd AND a.net_mass_kg = d.net_mass_kg
  WHERE d.hs_code IS NOT NULL
    AND d.importer_party_id IS NOT NULL  -- two parties that are not known are not the same party
    AND d.exporter_party_id IS NOT NULL
),
stated_twice AS (
  SELECT
    declared_on,
    direction,
    reporting_iso,
    importer_party_id,
    exporter_party_id,
    hs_code,
    value_usd,
    net_mass_kg,
    count(DISTINCT number) AS numbers
  FROM repeated
  GROUP BY declared_on, direction, reporting_iso, importer_party_id, exporter_party_id, hs_code, value_usd, net_mass_kg
  HAVING count(DISTINCT number) > 1
),
middle AS (
  SELECT part_number_key, quantity_unit, median(ln(value_usd / quantity)) AS middle_price
  FROM linked__declaration
  WHERE part_number_key IS NOT NULL AND value_usd > 0 AND quantity > 0
  GROUP BY part_number_key, quantity_unit
  HAVING count(*) >= $smallest_count
),
priced AS (
  SELECT
    d.snapshot_id,
    d.locator,
    d.declaration_id,
    (ln(d.value_usd / d.quantity) - m.middle_price) / ln(10.0) AS tens
  FROM linked__declaration d
  JOIN middle m
    ON m.part_number_key = d.part_number_key
    AND (m.quantity_unit = d.quantity_unit OR (m.quantity_unit IS NULL AND d.quantity_unit IS NULL))
  WHERE d.value_usd > 0 AND d.quantity > 0
)
SELECT
  r.declaration_id,
  'possible_duplicate' AS doubt_kind,
  CAST(t.numbers AS DOUBLE) AS size,
  r.snapshot_id,
  r.locator
FROM repeated r
JOIN stated_twice t
  ON t.declared_on = r.declared_on
  AND t.direction = r.direction
  AND t.hs_code = r.hs_code
  AND t.value_usd = r.value_usd
  AND t.net_mass_kg = r.net_mass_kg
  AND coalesce(t.reporting_iso, '') = coalesce(r.reporting_iso, '')
  AND t.importer_party_id = r.importer_party_id
  AND t.exporter_party_id = r.exporter_party_id
UNION ALL
SELECT
  declaration_id,
  'power_of_ten' AS doubt_kind,
  round(tens) AS size,
  snapshot_id,
  locator
FROM priced
WHERE abs(tens) >= $fewest_tens - $tolerance AND abs(tens - round(tens)) <= $tolerance
ORDER BY declaration_id, doubt_kind
