-- Declared lines with the ends of their way and what is said of it; `is_listed` where the code is on the study's list.
SELECT
  d.declaration_id,
  COALESCE(d.reporting_iso, '') AS reporting_iso,
  COALESCE(d.dispatch_iso, d.exporter_country_iso, CASE WHEN d.direction <> 'import' THEN d.reporting_iso END) AS from_iso,
  COALESCE(d.destination_iso, d.importer_country_iso, CASE WHEN d.direction = 'import' THEN d.reporting_iso END) AS to_iso,
  COALESCE(d.exporter_party_id, d.importer_party_id, '') AS party_id,
  c.hs6 IS NOT NULL AS is_listed,
  d.declared_on,
  UPPER(TRIM(d.customs_office)) AS office,
  LOWER(TRIM(d.transport_mode)) AS transport_mode,
  d.route_iso,
  LOWER(d.procedure_code) AS procedure_text
FROM linked__declaration AS d
LEFT JOIN controlled__code AS c ON c.hs6 = d.hs6
WHERE d.direction IN ('export', 'reexport', 'import')
