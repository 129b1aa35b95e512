-- Every controlled line whose price can be compared: how far its logarithm lies from the middle of its part (or, without a
-- part number, of its national code) in the same unit, after the price level of the importer's country in that month.
-- A price a power of ten off is a slip of unit or decimal point until shown otherwise (is_slip).
WITH line AS (
  SELECT
    d.declaration_id,
    d.importer_party_id,
    d.exporter_party_id,
    COALESCE(d.importer_country_iso, d.destination_iso, '') AS importer_iso,
    d.direction,
    d.declared_on >= CAST($cutoff_on AS DATE) AS is_after,
    CAST(EXTRACT(YEAR FROM d.declared_on) * 12 + EXTRACT(MONTH FROM d.declared_on) AS INTEGER) AS price_month,
    CASE WHEN d.part_number_key IS NULL THEN 'code' ELSE 'part' END AS basis,
    COALESCE(d.part_number_key, d.hs_code, d.hs6) AS item,
    COALESCE(d.quantity_unit, '') AS unit,
    d.value_usd,
    LN(d.value_usd / d.quantity) AS log_price
  FROM linked__declaration AS d
  JOIN controlled__code AS c ON c.hs6 = d.hs6
  WHERE d.declared_on <= CAST($as_of_on AS DATE)
    AND d.value_usd >= $min_line_usd
    AND d.value_usd > 0
    AND d.quantity > 0
    AND d.importer_party_id IS NOT NULL
    AND d.direction <> 'transit'
),
own_customs AS (
  SELECT DISTINCT importer_party_id
  FROM line
  WHERE direction = 'import'
),
once AS (
  -- One consignment seen by both customs is one price: where the importer's customs speak, the exporter's are left out.
  SELECT l.*
  FROM line AS l
  LEFT JOIN own_customs AS o ON o.importer_party_id = l.importer_party_id
  WHERE l.direction = 'import'
    OR o.importer_party_id IS NULL
),
seller_price AS (
  -- One price a seller: who sells most of a part must not be compared with itself.
  SELECT basis, item, unit, exporter_party_id, MEDIAN(log_price) AS middle, COUNT(*) AS line_count
  FROM once
  GROUP BY basis, item, unit, exporter_party_id
),
item AS (
  SELECT basis, item, unit, MEDIAN(middle) AS middle, SUM(line_count) AS line_count
  FROM seller_price
  GROUP BY basis, item, unit
  HAVING SUM(line_count) >= $min_reference_lines
    AND COUNT(*) >= $min_reference_firms
),
compared AS (
  SELECT
    o.declaration_id, o.importer_party_id, o.exporter_party_id, o.importer_iso, o.is_after, o.price_month, o.basis, o.item,
    o.unit, o.value_usd, o.log_price - i.middle AS deviation, i.line_count
  FROM once AS o
  JOIN item AS i ON i.basis = o.basis AND i.item = o.item AND i.unit = o.unit
),
market AS (
  SELECT importer_iso, price_month, MEDIAN(deviation) AS level
  FROM compared
  GROUP BY importer_iso, price_month
  HAVING COUNT(*) >= $min_market_lines
    AND COUNT(DISTINCT importer_party_id) >= $min_market_firms
),
levelled AS (
  SELECT
    c.declaration_id, c.importer_party_id, c.exporter_party_id, c.importer_iso, c.is_after, c.basis, c.item, c.unit, c.value_usd,
    c.line_count, c.deviation - COALESCE(m.level, 0) AS excess
  FROM compared AS c
  LEFT JOIN market AS m ON m.importer_iso = c.importer_iso AND m.price_month = c.price_month
),
spread AS (
  SELECT basis, item, unit, GREATEST(1.4826 * MEDIAN(ABS(excess)), $min_spread) AS deviation_usual
  FROM levelled
  GROUP BY basis, item, unit
)
SELECT
  l.declaration_id,
  l.importer_party_id,
  l.exporter_party_id,
  l.importer_iso,
  l.basis,
  l.value_usd,
  l.line_count,
  l.excess,
  s.deviation_usual AS spread,
  ABS(l.excess) / LN(10.0) >= 1 - $slip_tolerance
    AND ABS(ABS(l.excess) / LN(10.0) - ROUND(ABS(l.excess) / LN(10.0))) <= $slip_tolerance AS is_slip
FROM levelled AS l
JOIN spread AS s ON s.basis = l.basis AND s.item = l.item AND s.unit = l.unit
WHERE l.is_after
