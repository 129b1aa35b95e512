-- Both sides of a corridor by chapter, month, and listed or unlisted goods, over the cells of which both are known: reported, or
-- known to be zero. A month in which the importer reports nothing at all in a chapter is dropped and counted: what is missing
-- there is its report, not the goods. Goods whose code changed its scope, began or ended with an edition are left out, and
-- unlisted goods that stand on another list.
WITH told AS (
  SELECT DISTINCT reporter_block, SUBSTRING(group_id, 1, 2) AS chapter, month_index
  FROM flows__cell_row
  WHERE flow_code = 'M'
),
side AS (
  SELECT
    c.exporter_iso,
    c.importer_iso,
    c.chapter,
    c.month_index,
    c.currency_code,
    c.goods_role = 'listed' AS is_listed,
    t.month_index IS NOT NULL AS is_told,
    c.exporter_value,
    c.importer_value_fob
  FROM flows__cell AS c
  LEFT JOIN told AS t
    ON t.reporter_block = c.importer_iso AND t.chapter = c.chapter AND t.month_index = c.month_index
  WHERE c.goods_role IN ('listed', 'placebo')
    AND NOT c.is_rescoped
    AND NOT c.is_cut
    AND (c.goods_role = 'listed' OR NOT c.is_on_other_list)
    AND c.exporter_state IN ('reported', 'zero')
    AND (c.importer_state IN ('reported', 'zero') OR t.month_index IS NULL)
    AND c.exporter_value >= 0
    AND (c.importer_value_fob >= 0 OR t.month_index IS NULL)
)
SELECT
  exporter_iso,
  importer_iso,
  chapter,
  is_listed,
  month_index,
  currency_code,
  is_told,
  CAST(SUM(TRY_CAST(exporter_value AS DECIMAL(38, 2))) AS DOUBLE) AS exporter_value,
  CAST(SUM(CAST(COALESCE(importer_value_fob, 0) AS DECIMAL(38, 2))) AS DOUBLE) AS importer_value
FROM side
GROUP BY exporter_iso, importer_iso, chapter, is_listed, month_index, currency_code, is_told
ORDER BY exporter_iso, importer_iso, chapter, is_listed, month_index
