-- Months for which the destination's customs declare imports, of any goods, with their first and last day.
SELECT
  CAST(EXTRACT(YEAR FROM d.declared_on) * 12 + EXTRACT(MONTH FROM d.declared_on) AS BIGINT) AS month_index,
  MIN(d.declared_on) AS first_on,
  MAX(d.declared_on) AS last_on
FROM linked__declaration AS d
WHERE d.direction = 'import'
  AND d.reporting_iso = $destination_iso
  AND d.declared_on <= CAST($as_of_on AS DATE)
GROUP BY EXTRACT(YEAR FROM d.declared_on) * 12 + EXTRACT(MONTH FROM d.declared_on)
ORDER BY month_index
