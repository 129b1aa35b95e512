-- Months for which a country's customs declare imports in the case, and so see the goods that others export there.
SELECT DISTINCT
  reporting_iso AS country_iso,
  EXTRACT(YEAR FROM declared_on) * 12 + EXTRACT(MONTH FROM declared_on) AS month_index
FROM linked__declaration
WHERE direction = 'import'
  AND reporting_iso IS NOT NULL
  AND declared_on <= CAST($as_of_on AS DATE)
ORDER BY country_iso, month_index
