-- A firm's declared listed goods since a day, by corridor (dispatch to where it is declared, or destination), side and goods.
SELECT
  CASE WHEN d.importer_party_id = $party_id THEN 'imports' ELSE 'exports' END AS side,
  CASE WHEN d.direction = 'export' THEN d.reporting_iso ELSE COALESCE(d.dispatch_iso, d.exporter_country_iso) END AS exporter_iso,
  CASE WHEN d.direction = 'import' THEN d.reporting_iso ELSE COALESCE(d.destination_iso, d.importer_country_iso) END AS importer_iso,
  c.hs_group_id AS group_id,
  CAST(EXTRACT(YEAR FROM d.declared_on) * 12 + EXTRACT(MONTH FROM d.declared_on) - 1 AS BIGINT) AS month_index,
  d.value_usd,
  d.snapshot_id,
  d.locator,
  d.provenance
FROM linked__declaration AS d
JOIN linked__controlled_line AS c ON c.declaration_id = d.declaration_id
WHERE (d.importer_party_id = $party_id OR d.exporter_party_id = $party_id)
  AND d.declared_on >= CAST($cutoff_on AS DATE)
  AND d.declared_on <= CAST($as_of_on AS DATE)
ORDER BY side, exporter_iso NULLS LAST, importer_iso NULLS LAST, group_id, month_index, d.snapshot_id, d.locator
