-- Who sent goods of the brands asked about from where: directly before the day, and another way since; in months of the
-- destination's import ledger.
SELECT
  b.brand_key,
  CASE WHEN c.phase = 0 THEN 'before' ELSE 'since' END AS side,
  CASE WHEN o.brand_key IS NOT NULL OR c.is_home = 1 THEN 1 ELSE 0 END AS is_direct,
  c.exporter_id AS party_id,
  MIN(c.exporter_name) AS name,
  c.dispatch_iso,
  CAST(SUM(c.lines) AS BIGINT) AS lines,
  CAST(SUM(c.value_usd) AS DOUBLE) AS value_usd,
  CAST(SUM(c.unvalued) AS BIGINT) AS unvalued_lines,
  MIN(c.first_on) AS first_on,
  MAX(c.last_on) AS last_on
FROM trace__route_cell AS c
JOIN trace__route_brand AS b
  ON b.maker_id = c.maker_id AND b.brand = c.brand AND b.producer_name = c.producer_name AND b.is_first = 1
LEFT JOIN trace__route_own AS o ON o.brand_key = b.brand_key AND o.exporter_id = c.exporter_id
WHERE list_contains($brand_keys, b.brand_key)
  AND c.is_in_ledger = 1
  AND c.dispatch_iso <> ''
  AND (c.producer_hq_iso <> '' OR o.brand_key IS NOT NULL)
GROUP BY
  b.brand_key,
  CASE WHEN c.phase = 0 THEN 'before' ELSE 'since' END,
  CASE WHEN o.brand_key IS NOT NULL OR c.is_home = 1 THEN 1 ELSE 0 END,
  c.exporter_id,
  c.dispatch_iso
ORDER BY b.brand_key, side, value_usd DESC, party_id, c.dispatch_iso, is_direct
