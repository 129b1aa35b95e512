-- How many lines from anywhere to third countries say the same of their way, before and after the cut-off.
WITH coalition AS (
  SELECT DISTINCT country_iso
  FROM codes__country_set
  WHERE set_id = $coalition_set
    AND (valid_to_on IS NULL OR valid_to_on >= CAST($cutoff_on AS DATE))
)
SELECT
  p.reporting_iso,
  p.from_iso,
  p.to_iso,
  p.is_listed,
  p.declared_on >= CAST($cutoff_on AS DATE) AS is_after,
  p.office,
  p.transport_mode,
  p.route_iso,
  p.procedure_text,
  COUNT(*) AS line_count
FROM m9__placed AS p
LEFT JOIN coalition AS g ON g.country_iso = p.to_iso
WHERE g.country_iso IS NULL
  AND p.to_iso IS NOT NULL
  AND p.from_iso IS NOT NULL
  AND p.to_iso <> $destination_iso
  AND p.from_iso <> $destination_iso
  AND p.from_iso <> p.to_iso
  AND p.declared_on >= CAST($from_on AS DATE)
  AND p.declared_on <= CAST($as_of_on AS DATE)
GROUP BY
  p.reporting_iso, p.from_iso, p.to_iso, p.is_listed, p.declared_on >= CAST($cutoff_on AS DATE),
  p.office, p.transport_mode, p.route_iso, p.procedure_text
