-- Pairs of an exporting and an importing country's line that may be two views of one shipment: same goods code, the same
-- parties where both views name them, an equal amount in one measure, and the import near the export in time. An export
-- line keeps its eight nearest candidates.
WITH measure AS (
  SELECT shipment_id, direction, reporting_iso, exporter_id, importer_id, arrived_on, hs6, concat('quantity ', unit) AS measure,
    quantity AS amount, 0.02 AS tolerance
  FROM trace__pool
  UNION ALL
  SELECT shipment_id, direction, reporting_iso, exporter_id, importer_id, arrived_on, hs6, 'net mass' AS measure,
    net_mass_kg AS amount, 0.05 AS tolerance
  FROM trace__pool
  WHERE net_mass_kg > 0
),
outward AS (
  SELECT m.*, CAST(floor(ln(amount) / 0.06) AS BIGINT) + s.shift AS bucket
  FROM measure AS m
  CROSS JOIN (SELECT -1 AS shift UNION ALL SELECT 0 AS shift UNION ALL SELECT 1 AS shift) AS s
  WHERE direction <> 'import'
),
inward AS (
  SELECT m.*, CAST(floor(ln(amount) / 0.06) AS BIGINT) AS bucket
  FROM measure AS m
  JOIN (SELECT DISTINCT hs6, measure FROM outward) AS w ON w.hs6 = m.hs6 AND w.measure = m.measure
  WHERE direction = 'import'
),
both_named AS (
  SELECT o.shipment_id AS export_id, i.shipment_id AS import_id, i.arrived_on, o.arrived_on AS exported_on
  FROM outward AS o
  JOIN inward AS i
    ON i.measure = o.measure AND i.bucket = o.bucket AND i.hs6 = o.hs6
    AND i.importer_id = o.importer_id AND i.exporter_id = o.exporter_id
  WHERE i.reporting_iso <> o.reporting_iso
    AND abs(i.amount - o.amount) <= o.tolerance * o.amount
    AND i.arrived_on >= o.arrived_on - $days_before AND i.arrived_on <= o.arrived_on + $days_after
),
-- Where one view does not name a side, the amounts must be the same to the last digit.
receiver_named AS (
  SELECT o.shipment_id AS export_id, i.shipment_id AS import_id, i.arrived_on, o.arrived_on AS exported_on
  FROM outward AS o
  JOIN inward AS i
    ON i.measure = o.measure AND i.bucket = o.bucket AND i.hs6 = o.hs6 AND i.importer_id = o.importer_id
  WHERE i.reporting_iso <> o.reporting_iso
    AND (i.exporter_id IS NULL OR o.exporter_id IS NULL)
    AND i.amount = o.amount
    AND i.arrived_on >= o.arrived_on - $days_before AND i.arrived_on <= o.arrived_on + $days_after
),
sender_named AS (
  SELECT o.shipment_id AS export_id, i.shipment_id AS import_id, i.arrived_on, o.arrived_on AS exported_on
  FROM outward AS o
  JOIN inward AS i
    ON i.measure = o.measure AND i.bucket = o.bucket AND i.hs6 = o.hs6 AND i.exporter_id = o.exporter_id
  WHERE i.reporting_iso <> o.reporting_iso
    AND (i.importer_id IS NULL OR o.importer_id IS NULL)
    AND i.amount = o.amount
    AND i.arrived_on >= o.arrived_on - $days_before AND i.arrived_on <= o.arrived_on + $days_after
),
pair AS (
  SELECT * FROM both_named
  UNION
  SELECT * FROM receiver_named
  UNION
  SELECT * FROM sender_named
),
nearest AS (
  SELECT
    export_id,
    import_id,
    row_number() OVER (
      PARTITION BY export_id ORDER BY abs(date_diff('day', exported_on, arrived_on)), import_id
    ) AS place
  FROM pair
)
SELECT
  n.export_id,
  n.import_id,
  date_diff('day', o.arrived_on, i.arrived_on) AS lag_days,
  CASE WHEN i.unit = o.unit THEN i.quantity / o.quantity END AS quantity_ratio,
  i.net_mass_kg / NULLIF(o.net_mass_kg, 0) AS mass_ratio,
  i.value_usd / NULLIF(o.value_usd, 0) AS value_ratio,
  o.part_key AS export_part,
  i.part_key AS import_part,
  o.hs_code AS export_code,
  i.hs_code AS import_code,
  o.quantity AS export_quantity,
  i.quantity AS import_quantity
FROM nearest AS n
JOIN trace__pool AS o ON o.shipment_id = n.export_id
JOIN trace__pool AS i ON i.shipment_id = n.import_id
WHERE n.place <= 8
ORDER BY n.export_id, n.import_id
