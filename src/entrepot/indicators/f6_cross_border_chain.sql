-- Chains of two or three legs of the same part number, code, quantity and unit, from the coalition to the destination: every
-- candidate. `is_round_told` false leaves out quantities of two significant digits, which are never rare enough.
WITH leg AS (
  SELECT *
  FROM f6__leg
  WHERE $is_round_told
    OR quantity <> FLOOR(quantity)
    OR (quantity >= 100 AND quantity < 1000 AND quantity % 10 <> 0)
    OR (quantity >= 1000 AND quantity < 10000 AND quantity % 100 <> 0)
    OR (quantity >= 10000 AND quantity < 100000 AND quantity % 1000 <> 0)
    OR (quantity >= 100000 AND quantity % 10000 <> 0)
),
two AS (
  SELECT
    s.exporter_party_id AS exporter_id, s.importer_party_id AS first_id, CAST(NULL AS VARCHAR) AS second_id,
    e.importer_party_id AS importer_id, s.hs6, s.part_number_key, s.quantity,
    s.declared_on AS start_on, CAST(NULL AS DATE) AS middle_on, e.declared_on AS end_on,
    s.snapshot_id AS start_snapshot_id, s.locator AS start_locator,
    CAST(NULL AS VARCHAR) AS middle_snapshot_id, CAST(NULL AS VARCHAR) AS middle_locator,
    e.snapshot_id AS end_snapshot_id, e.locator AS end_locator
  FROM leg AS s
  JOIN leg AS e
    ON e.exporter_party_id = s.importer_party_id
    AND e.hs6 = s.hs6
    AND e.part_number_key = s.part_number_key
    AND e.quantity = s.quantity
    AND e.quantity_unit IS NOT DISTINCT FROM s.quantity_unit
    AND e.declared_on >= s.declared_on
    AND e.declared_on <= s.declared_on + CAST($max_lag_days AS INTEGER)
  WHERE s.leg_kind = 'start'
    AND e.leg_kind = 'end'
),
three AS (
  SELECT
    s.exporter_party_id, s.importer_party_id, m.importer_party_id, e.importer_party_id, s.hs6, s.part_number_key, s.quantity,
    s.declared_on, m.declared_on, e.declared_on,
    s.snapshot_id, s.locator, m.snapshot_id, m.locator, e.snapshot_id, e.locator
  FROM leg AS s
  JOIN leg AS m
    ON m.exporter_party_id = s.importer_party_id
    AND m.hs6 = s.hs6
    AND m.part_number_key = s.part_number_key
    AND m.quantity = s.quantity
    AND m.quantity_unit IS NOT DISTINCT FROM s.quantity_unit
    AND m.declared_on >= s.declared_on
    AND m.declared_on <= s.declared_on + CAST($max_lag_days AS INTEGER)
  JOIN leg AS e
    ON e.exporter_party_id = m.importer_party_id
    AND e.hs6 = m.hs6
    AND e.part_number_key = m.part_number_key
    AND e.quantity = m.quantity
    AND e.quantity_unit IS NOT DISTINCT FROM m.quantity_unit
    AND e.declared_on >= m.declared_on
    AND e.declared_on <= s.declared_on + CAST($max_lag_days AS INTEGER)
  WHERE s.leg_kind = 'start'
    AND m.leg_kind = 'middle'
    AND e.leg_kind = 'end'
    AND $is_three_legged
)
SELECT *
FROM (
  SELECT * FROM two
  UNION ALL
  SELECT * FROM three
) AS chain
ORDER BY first_id, second_id NULLS FIRST, importer_id, exporter_id, part_number_key, quantity, start_on, middle_on NULLS FIRST,
  end_on, start_snapshot_id, start_locator, middle_snapshot_id NULLS FIRST, middle_locator NULLS FIRST, end_snapshot_id, end_locator
