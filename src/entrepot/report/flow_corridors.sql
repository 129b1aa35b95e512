-- How each month of a corridor's listed goods came to be known: what came from the importer's mirror, and what was withheld.
-- Goods that an edition of the code cut off or changed in scope are left out, as in the figures themselves.
SELECT
  exporter_iso,
  importer_iso,
  month_index,
  CAST(SUM(TRY_CAST(value AS DECIMAL(38, 2))) FILTER (WHERE basis = 'mirror' AND value >= 0) AS DOUBLE) AS mirror_value,
  COUNT(*) FILTER (WHERE basis = 'exporter') AS exporter_count,
  COUNT(*) FILTER (WHERE basis = 'mirror') AS mirror_count,
  COUNT(*) FILTER (WHERE exporter_state = 'confidential' OR importer_state = 'confidential') AS withheld_count,
  MAX(CASE provenance WHEN 'synthetic' THEN 3 WHEN 'reconstructed' THEN 2 WHEN 'reported' THEN 1 ELSE 0 END) AS weakness
FROM flows__cell
WHERE goods_role = 'listed'
  AND NOT (is_rescoped OR is_cut)
GROUP BY exporter_iso, importer_iso, month_index
ORDER BY exporter_iso, importer_iso, month_index
