-- One row an exporter, importer, goods group and month in which either side has a row, both sides kept. A side is `reported`
-- (a value stands there), `confidential` (rows stand there without a value), `zero` (no row, though its statistics cover
-- that month, that partner and these goods: nothing moved, or less than is published) or `unreported`.
-- `value` is FOB: the exporter's where reported or zero, else the importer's without insurance and freight.
WITH summed AS (
  SELECT
    exporter_iso,
    importer_iso,
    group_id,
    month_index,
    MIN(period_on) AS period_on,
    MIN(currency_code) AS currency_code,
    -- Decimal sums do not depend on the order of the rows.
    CAST(SUM(TRY_CAST(value AS DECIMAL(38, 2))) FILTER (WHERE flow_code = 'X') AS DOUBLE) AS exporter_value,
    CAST(SUM(TRY_CAST(net_mass_kg AS DECIMAL(38, 3))) FILTER (WHERE flow_code = 'X') AS DOUBLE) AS exporter_mass_kg,
    COUNT(*) FILTER (WHERE flow_code = 'X') AS exporter_row_count,
    COUNT(*) FILTER (WHERE flow_code = 'X' AND is_withheld) AS exporter_withheld_count,
    MIN(goods_level) FILTER (WHERE flow_code = 'X') AS exporter_level,
    MAX(goods_level) FILTER (WHERE flow_code = 'X') AS exporter_other_level,
    CAST(SUM(TRY_CAST(value AS DECIMAL(38, 2))) FILTER (WHERE flow_code = 'M') AS DOUBLE) AS importer_value,
    CAST(
      SUM(CAST(CASE WHEN valuation = 'FOB' THEN value ELSE value / (1 + $cif_over_fob) END AS DECIMAL(38, 2)))
        FILTER (WHERE flow_code = 'M') AS DOUBLE
    ) AS importer_value_fob,
    CAST(SUM(TRY_CAST(net_mass_kg AS DECIMAL(38, 3))) FILTER (WHERE flow_code = 'M') AS DOUBLE) AS importer_mass_kg,
    COUNT(*) FILTER (WHERE flow_code = 'M') AS importer_row_count,
    COUNT(*) FILTER (WHERE flow_code = 'M' AND is_withheld) AS importer_withheld_count,
    MIN(goods_level) FILTER (WHERE flow_code = 'M') AS importer_level,
    MAX(goods_level) FILTER (WHERE flow_code = 'M') AS importer_other_level,
    COUNT(*) FILTER (WHERE is_converted AND NOT is_withheld) AS converted_row_count,
    MAX(CASE provenance WHEN 'synthetic' THEN 3 WHEN 'reconstructed' THEN 2 WHEN 'reported' THEN 1 ELSE 0 END) AS weakness
  FROM flows__cell_row
  GROUP BY exporter_iso, importer_iso, group_id, month_index
),
speaking AS (
  SELECT DISTINCT reporter_block, flow_code, month_index
  FROM flows__reporting
),
stated AS (
  SELECT
    c.*,
    CASE
      WHEN c.exporter_value IS NOT NULL THEN 'reported'
      WHEN c.exporter_row_count > 0 THEN 'confidential'
      WHEN xs.month_index IS NOT NULL AND xp.code IS NOT NULL AND xg.code IS NOT NULL THEN 'zero'
      ELSE 'unreported'
    END AS exporter_state,
    CASE
      WHEN c.importer_value IS NOT NULL THEN 'reported'
      WHEN c.importer_row_count > 0 THEN 'confidential'
      WHEN ms.month_index IS NOT NULL AND mp.code IS NOT NULL AND mg.code IS NOT NULL THEN 'zero'
      ELSE 'unreported'
    END AS importer_state
  FROM summed AS c
  LEFT JOIN speaking AS xs
    ON xs.reporter_block = c.exporter_iso AND xs.flow_code = 'X' AND xs.month_index = c.month_index
  LEFT JOIN flows__scope AS xp
    ON xp.reporter_block = c.exporter_iso AND xp.flow_code = 'X' AND xp.kind = 'partner' AND xp.code = c.importer_iso
  LEFT JOIN flows__scope AS xg
    ON xg.reporter_block = c.exporter_iso AND xg.flow_code = 'X' AND xg.kind = 'group' AND xg.code = c.group_id
  LEFT JOIN speaking AS ms
    ON ms.reporter_block = c.importer_iso AND ms.flow_code = 'M' AND ms.month_index = c.month_index
  LEFT JOIN flows__scope AS mp
    ON mp.reporter_block = c.importer_iso AND mp.flow_code = 'M' AND mp.kind = 'partner' AND mp.code = c.exporter_iso
  LEFT JOIN flows__scope AS mg
    ON mg.reporter_block = c.importer_iso AND mg.flow_code = 'M' AND mg.kind = 'group' AND mg.code = c.group_id
)
SELECT
  s.exporter_iso,
  s.importer_iso,
  s.group_id,
  SUBSTRING(s.group_id, 1, 2) AS chapter,
  COALESCE(g.goods_role, 'other') AS goods_role,
  COALESCE(g.is_rescoped, FALSE) AS is_rescoped,
  COALESCE(g.is_cut, FALSE) AS is_cut,
  COALESCE(g.is_on_other_list, FALSE) AS is_on_other_list,
  g.listed_from_on,
  s.period_on,
  s.month_index,
  s.currency_code,
  CASE WHEN s.exporter_state = 'zero' THEN 0 ELSE s.exporter_value END AS exporter_value,
  s.exporter_mass_kg,
  s.exporter_row_count,
  s.exporter_withheld_count,
  CASE WHEN s.exporter_level = s.exporter_other_level THEN s.exporter_level WHEN s.exporter_row_count > 0 THEN 'mixed' END
    AS exporter_level,
  s.exporter_state,
  CASE WHEN s.importer_state = 'zero' THEN 0 ELSE s.importer_value END AS importer_value,
  CASE WHEN s.importer_state = 'zero' THEN 0 ELSE s.importer_value_fob END AS importer_value_fob,
  s.importer_mass_kg,
  s.importer_row_count,
  s.importer_withheld_count,
  CASE WHEN s.importer_level = s.importer_other_level THEN s.importer_level WHEN s.importer_row_count > 0 THEN 'mixed' END
    AS importer_level,
  s.importer_state,
  s.converted_row_count,
  CASE s.weakness WHEN 3 THEN 'synthetic' WHEN 2 THEN 'reconstructed' WHEN 1 THEN 'reported' ELSE 'observed' END AS provenance,
  CASE
    WHEN s.exporter_state = 'reported' THEN s.exporter_value
    WHEN s.exporter_state = 'zero' THEN 0
    WHEN s.importer_state = 'reported' THEN s.importer_value_fob
  END AS value,
  CASE
    WHEN s.exporter_state IN ('reported', 'zero') THEN s.exporter_mass_kg
    WHEN s.importer_state = 'reported' THEN s.importer_mass_kg
  END AS net_mass_kg,
  CASE
    WHEN s.exporter_state IN ('reported', 'zero') THEN 'exporter'
    WHEN s.importer_state = 'reported' THEN 'mirror'
    ELSE 'none'
  END AS basis
FROM stated AS s
LEFT JOIN flows__goods_group AS g ON g.group_id = s.group_id
ORDER BY s.exporter_iso, s.importer_iso, s.group_id, s.month_index
