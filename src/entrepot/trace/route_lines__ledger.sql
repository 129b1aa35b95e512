-- Months for which the destination's customs declare imports, of any goods, with their first and last day. Imports that do not
-- say whose customs holds them are the destination's where they go there.
SELECT
  CAST(EXTRACT(YEAR FROM d.declared_on) * 12 + EXTRACT(MONTH FROM d.declared_on) AS BIGINT) AS month_index,
  MIN(d.declared_on) AS first_on,
  MAX(d.declared_on) AS last_on
FROM linked__declaration AS d
WHERE d.direction = 'import'
  AND COALESCE(d.reporting_iso, d.destination_iso, d.importer_country_iso) = $destination_iso
  AND d.declared_on <= CAST($as_of_on AS DATE)
GROUP BY EXTRACT(YEAR FROM d.declared_on) * 12 + EXTRACT(MONTH FROM d.declared_on)
ORDER BY month_index
