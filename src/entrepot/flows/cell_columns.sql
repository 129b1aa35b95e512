-- Cells as a balanced panel of the corridors and goods groups that have one: zero only where a side whose statistics cover
-- the corridor and the goods reported that month; a month in which neither side did has no row, nor has a sum below zero
-- (a correction of another month).
WITH wanted AS (
  SELECT exporter_iso, importer_iso, group_id, chapter, goods_role, listed_from_on
  FROM flows__cell
  WHERE ($is_any_exporter OR list_contains($exporters, exporter_iso))
    AND ($is_any_importer OR list_contains($importers, importer_iso))
    AND list_contains($roles, goods_role)
    AND ($with_rescoped OR NOT (is_rescoped OR is_cut))
    AND ($with_other_lists OR goods_role = 'listed' OR NOT is_on_other_list)
    AND month_index BETWEEN $from_month AND $to_month
    AND value >= 0
),
corridor AS (
  SELECT DISTINCT exporter_iso, importer_iso, group_id, chapter, goods_role, listed_from_on
  FROM wanted
),
speaking AS (
  SELECT DISTINCT reporter_block, flow_code, month_index
  FROM flows__reporting
),
month AS (
  SELECT DISTINCT month_index
  FROM flows__reporting
  WHERE month_index BETWEEN $from_month AND $to_month
)
SELECT
  w.exporter_iso,
  w.importer_iso,
  w.group_id,
  w.chapter,
  w.goods_role,
  w.listed_from_on,
  m.month_index,
  COALESCE(c.value, 0) AS value
FROM corridor AS w
CROSS JOIN month AS m
LEFT JOIN flows__cell AS c
  ON c.exporter_iso = w.exporter_iso AND c.importer_iso = w.importer_iso
  AND c.group_id = w.group_id AND c.month_index = m.month_index
LEFT JOIN speaking AS xs
  ON xs.reporter_block = w.exporter_iso AND xs.flow_code = 'X' AND xs.month_index = m.month_index
LEFT JOIN flows__scope AS xp
  ON xp.reporter_block = w.exporter_iso AND xp.flow_code = 'X' AND xp.kind = 'partner' AND xp.code = w.importer_iso
LEFT JOIN flows__scope AS xg
  ON xg.reporter_block = w.exporter_iso AND xg.flow_code = 'X' AND xg.kind = 'group' AND xg.code = w.group_id
LEFT JOIN speaking AS ms
  ON ms.reporter_block = w.importer_iso AND ms.flow_code = 'M' AND ms.month_index = m.month_index
LEFT JOIN flows__scope AS mp
  ON mp.reporter_block = w.importer_iso AND mp.flow_code = 'M' AND mp.kind = 'partner' AND mp.code = w.exporter_iso
LEFT JOIN flows__scope AS mg
  ON mg.reporter_block = w.importer_iso AND mg.flow_code = 'M' AND mg.kind = 'group' AND mg.code = w.group_id
WHERE c.value >= 0
  OR (
    c.month_index IS NULL
    AND (
      (xs.month_index IS NOT NULL AND xp.code IS NOT NULL AND xg.code IS NOT NULL)
      OR (ms.month_index IS NOT NULL AND mp.code IS NOT NULL AND mg.code IS NOT NULL)
    )
  )
ORDER BY w.exporter_iso, w.importer_iso, w.group_id, m.month_index
