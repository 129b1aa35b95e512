-- What the statistics say of the same corridor and goods, by goods group and month, the side of `$direction`.
SELECT
  group_id,
  month_index,
  MIN(period_on) AS period_on,
  MIN(currency_code) AS currency_code,
  CAST(SUM(CAST(CASE WHEN $direction = 'import' THEN importer_value ELSE exporter_value END AS DECIMAL(38, 2))) AS DOUBLE) AS value
FROM flows__cell
WHERE importer_iso = $partner
  AND list_contains($blocks, exporter_iso)
  AND goods_role = 'listed'
  AND NOT is_rescoped
GROUP BY group_id, month_index
ORDER BY group_id, month_index
