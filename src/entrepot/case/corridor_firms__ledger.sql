-- Listed goods declared by a partner's customs as imported from some countries, or by those countries' customs as exported to
-- it: by month, goods group and firm. One side only, `$direction`, so that a line both sides hold is not counted twice.
SELECT
  CASE WHEN d.direction = 'import' THEN d.importer_party_id ELSE d.exporter_party_id END AS party_id,
  c.hs_group_id AS group_id,
  CAST(EXTRACT(YEAR FROM d.declared_on) * 12 + EXTRACT(MONTH FROM d.declared_on) - 1 AS BIGINT) AS month_index,
  COUNT(*) AS line_count,
  COUNT(*) FILTER (WHERE d.value_usd IS NULL) AS unvalued_count,
  CAST(SUM(TRY_CAST(d.value_usd AS DECIMAL(38, 2))) AS DOUBLE) AS value_usd,
  d.provenance
FROM linked__declaration AS d
JOIN linked__controlled_line AS c ON c.declaration_id = d.declaration_id
WHERE d.direction = $direction
  AND NOT c.is_break
  AND d.declared_on <= CAST($as_of_on AS DATE)
  AND (
    ($direction = 'import' AND d.reporting_iso = $partner
      AND list_contains($exporters, COALESCE(d.dispatch_iso, d.exporter_country_iso)))
    OR ($direction = 'export' AND d.importer_country_iso = $partner AND list_contains($exporters, d.reporting_iso))
  )
GROUP BY
  CASE WHEN d.direction = 'import' THEN d.importer_party_id ELSE d.exporter_party_id END,
  c.hs_group_id,
  EXTRACT(YEAR FROM d.declared_on) * 12 + EXTRACT(MONTH FROM d.declared_on) - 1,
  d.provenance
ORDER BY party_id NULLS LAST, group_id, month_index, d.provenance
