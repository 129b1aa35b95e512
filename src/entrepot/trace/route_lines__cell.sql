-- The lines counted once by everything that is asked of them: what the brand is called, goods, the country fields, who sent,
-- and the month.
SELECT
  maker_id, brand, producer_name, hs_group_id, dispatch_iso, producer_hq_iso, origin_iso, is_home, exporter_id, phase, month_index,
  MAX(is_in_ledger) AS is_in_ledger,
  MAX(is_broken) AS is_broken,
  MAX(is_new) AS is_new,
  MIN(exporter_name) AS exporter_name,
  MIN(exporter_iso) AS exporter_iso,
  COUNT(*) AS lines,
  COUNT(*) - COUNT(value_usd) AS unvalued,
  COALESCE(SUM(value_usd), 0) AS value_usd,
  MIN(declared_on) AS first_on,
  MAX(declared_on) AS last_on
FROM trace__route_line
GROUP BY
  maker_id, brand, producer_name, hs_group_id, dispatch_iso, producer_hq_iso, origin_iso, is_home, exporter_id, phase, month_index
