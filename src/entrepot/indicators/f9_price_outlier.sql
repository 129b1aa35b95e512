-- Each firm outside the coalition as importer, and as exporter to the destination: how its prices lie in all, and how many
-- lines lie far out.
WITH coalition AS (
  SELECT DISTINCT country_iso
  FROM codes__country_set
  WHERE set_id = $coalition_set
    AND (valid_to_on IS NULL OR valid_to_on >= CAST($cutoff_on AS DATE))
),
sided AS (
  SELECT importer_party_id AS party_id, 'importer' AS side, basis, value_usd, line_count, excess, spread, is_slip
  FROM f9__price
  UNION ALL
  SELECT exporter_party_id AS party_id, 'exporter' AS side, basis, value_usd, line_count, excess, spread, is_slip
  FROM f9__price
  WHERE exporter_party_id IS NOT NULL
    AND exporter_party_id <> importer_party_id
    AND importer_iso = $destination_iso
),
firm AS (
  SELECT
    party_id,
    side,
    basis,
    COUNT(*) FILTER (WHERE NOT is_slip) AS line_count,
    COUNT(*) FILTER (WHERE is_slip) AS slip_count,
    ROUND(AVG(excess) FILTER (WHERE NOT is_slip), 9) AS mean_excess,
    ROUND(AVG(spread * spread) FILTER (WHERE NOT is_slip), 12) AS mean_variance,
    CAST(SUM(TRY_CAST(value_usd AS DECIMAL(38, 2))) FILTER (WHERE NOT is_slip) AS DOUBLE) AS value_usd,
    MIN(line_count) AS reference_least,
    COUNT(*) FILTER (WHERE NOT is_slip AND excess >= $min_z * spread AND excess >= $min_log_ratio) AS far_count,
    CAST(SUM(TRY_CAST(value_usd AS DECIMAL(38, 2)))
      FILTER (WHERE NOT is_slip AND excess >= $min_z * spread AND excess >= $min_log_ratio) AS DOUBLE) AS far_value_usd
  FROM sided
  GROUP BY party_id, side, basis
)
SELECT
  f.party_id, p.name, p.country_iso, f.side, f.basis, f.line_count, f.slip_count, f.mean_excess, f.mean_variance,
  f.value_usd, f.reference_least, f.far_count, COALESCE(f.far_value_usd, 0) AS far_value_usd
FROM firm AS f
JOIN linked__party AS p ON p.party_id = f.party_id
LEFT JOIN coalition AS c ON c.country_iso = p.country_iso
WHERE c.country_iso IS NULL
  AND f.line_count >= $min_lines
ORDER BY f.party_id, f.side, f.basis
