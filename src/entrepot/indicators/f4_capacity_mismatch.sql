-- Firms outside the coalition in the calendar year in which they traded most controlled goods since the cut-off: that
-- value, and what registers say of their size: capital in force in that year, revenue of the year before, and the larger
-- number of employees of the two years.
WITH coalition AS (
  SELECT DISTINCT country_iso
  FROM codes__country_set
  WHERE set_id = $coalition_set
    AND (valid_to_on IS NULL OR valid_to_on >= CAST($cutoff_on AS DATE))
),
line AS (
  SELECT
    d.importer_party_id,
    d.exporter_party_id,
    CAST(EXTRACT(YEAR FROM d.declared_on) AS INTEGER) AS trade_year,
    TRY_CAST(d.value_usd AS DECIMAL(38, 2)) AS value_usd
  FROM trade__line AS d
  JOIN controlled__code AS c ON c.hs6 = d.hs6
  WHERE d.declared_on >= CAST($cutoff_on AS DATE)
    AND d.declared_on <= CAST($as_of_on AS DATE)
),
side AS (
  SELECT importer_party_id AS party_id, trade_year, SUM(value_usd) AS imported_usd, 0 AS exported_usd,
         COUNT(*) AS line_count
  FROM line
  WHERE importer_party_id IS NOT NULL
  GROUP BY importer_party_id, trade_year
  UNION ALL
  SELECT exporter_party_id AS party_id, trade_year, 0 AS imported_usd, SUM(value_usd) AS exported_usd,
         COUNT(*) AS line_count
  FROM line
  WHERE exporter_party_id IS NOT NULL
    AND (importer_party_id IS NULL OR importer_party_id <> exporter_party_id)
  GROUP BY exporter_party_id, trade_year
),
firm_year AS (
  SELECT
    s.party_id,
    s.trade_year,
    CAST(GREATEST(COALESCE(SUM(s.imported_usd), 0), COALESCE(SUM(s.exported_usd), 0)) AS DOUBLE) AS value_usd,
    SUM(s.line_count) AS line_count
  FROM side AS s
  GROUP BY s.party_id, s.trade_year
),
peak AS (
  SELECT
    party_id, trade_year, value_usd, line_count,
    ROW_NUMBER() OVER (PARTITION BY party_id ORDER BY value_usd DESC, trade_year) AS place
  FROM firm_year
  WHERE value_usd > 0
),
known_fact AS (
  -- A figure that is known only after the as-of day is not known; an undated one holds at all times.
  SELECT
    party_id,
    fact_kind,
    amount,
    amount_usd,
    CAST(EXTRACT(YEAR FROM from_on) AS INTEGER) AS first_year,
    CAST(EXTRACT(YEAR FROM COALESCE(to_on, from_on)) AS INTEGER) AS last_year,
    to_on IS NULL AS is_open
  FROM linked__party_fact
  WHERE fact_kind IN ('employees', 'revenue', 'capital')
    AND (from_on IS NULL OR from_on <= CAST($as_of_on AS DATE))
    AND (fact_kind <> 'revenue' OR to_on IS NULL OR to_on <= CAST($as_of_on AS DATE))
),
sized AS (
  SELECT
    p.party_id,
    MAX(CASE WHEN f.fact_kind = 'capital' AND (f.first_year IS NULL OR f.first_year <= p.trade_year)
             AND (f.is_open OR f.last_year >= p.trade_year) THEN f.amount_usd END) AS capital_usd,
    MAX(CASE WHEN f.fact_kind = 'revenue' AND f.last_year = p.trade_year - 1 THEN f.amount_usd END) AS revenue_usd,
    MAX(CASE WHEN f.fact_kind = 'employees' AND (f.first_year IS NULL OR f.first_year <= p.trade_year)
             AND (f.is_open OR f.last_year >= p.trade_year - 1) THEN f.amount END) AS employees
  FROM peak AS p
  JOIN known_fact AS f ON f.party_id = p.party_id
  WHERE p.place = 1
  GROUP BY p.party_id
)
SELECT
  p.party_id,
  n.name,
  n.country_iso,
  p.trade_year,
  p.value_usd,
  p.line_count,
  s.capital_usd,
  s.revenue_usd,
  s.employees
FROM peak AS p
JOIN linked__party AS n ON n.party_id = p.party_id
LEFT JOIN coalition AS c ON c.country_iso = n.country_iso
LEFT JOIN sized AS s ON s.party_id = p.party_id
WHERE p.place = 1
  AND c.country_iso IS NULL
  AND n.party_kind <> 'person'
ORDER BY p.party_id
