-- The lines of listed goods behind ways and questions named `FEATURE>REPORTING>FROM>TO`.
WITH answer AS (
  SELECT DISTINCT feature, reporting_iso, from_iso, to_iso, said, is_hit
  FROM m9__way
  WHERE is_listed
    AND list_contains($ways, concat(feature, '>', reporting_iso, '>', from_iso, '>', to_iso))
)
SELECT
  a.feature,
  a.reporting_iso,
  a.from_iso,
  a.to_iso,
  a.is_hit,
  p.declared_on >= CAST($cutoff_on AS DATE) AS is_after,
  p.declaration_id,
  p.party_id,
  p.declared_on
FROM m9__placed AS p
JOIN answer AS a
  ON a.reporting_iso = p.reporting_iso AND a.from_iso = p.from_iso AND a.to_iso = p.to_iso
  AND a.said = CASE a.feature
    WHEN 'border_office' THEN p.office
    WHEN 'over_land' THEN p.transport_mode
    ELSE concat(COALESCE(p.route_iso, ''), ' ', COALESCE(p.procedure_text, ''))
  END
WHERE p.is_listed
  AND p.declared_on >= CAST($from_on AS DATE)
  AND p.declared_on <= CAST($as_of_on AS DATE)
