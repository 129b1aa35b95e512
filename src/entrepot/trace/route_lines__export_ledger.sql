-- Months for which a country's own customs declare exports, of any goods to anywhere.
SELECT DISTINCT
  reporting_iso AS country_iso,
  CAST(EXTRACT(YEAR FROM declared_on) * 12 + EXTRACT(MONTH FROM declared_on) AS BIGINT) AS month_index
FROM linked__declaration
WHERE direction IN ('export', 'reexport')
  AND reporting_iso IS NOT NULL
  AND declared_on <= CAST($as_of_on AS DATE)
ORDER BY country_iso, month_index
