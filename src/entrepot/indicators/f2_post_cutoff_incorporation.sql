-- Firms outside the coalition that were registered after the cut-off and trade controlled goods: first day, value on
-- each side of the firm, the share of these goods in all the firm declares, and its lines of them into the destination.
WITH coalition AS (
  SELECT DISTINCT country_iso
  FROM codes__country_set
  WHERE set_id = $coalition_set
    AND (valid_to_on IS NULL OR valid_to_on >= CAST($cutoff_on AS DATE))
),
registered AS (
  SELECT
    r.party_id,
    MIN(r.incorporated_on) AS incorporated_on,
    COUNT(DISTINCT r.incorporated_on) AS registration_dates
  FROM linked__party_record AS r
  WHERE r.incorporated_on IS NOT NULL
    AND r.incorporated_on <= CAST($as_of_on AS DATE)
  GROUP BY r.party_id
),
firm AS (
  SELECT p.party_id, p.name, p.country_iso, r.incorporated_on, r.registration_dates
  FROM registered AS r
  JOIN linked__party AS p ON p.party_id = r.party_id
  LEFT JOIN coalition AS c ON c.country_iso = p.country_iso
  WHERE r.incorporated_on > CAST($cutoff_on AS DATE)
    AND c.country_iso IS NULL
),
line AS (
  SELECT
    d.importer_party_id,
    d.exporter_party_id,
    d.declared_on,
    d.value_usd,
    COALESCE(d.importer_country_iso, d.destination_iso) = $destination_iso AS is_inbound,
    c.hs6 IS NOT NULL
    OR COALESCE(list_contains($extra_hs, d.hs6), FALSE)
    OR COALESCE(list_contains($extra_hs, substr(d.hs6, 1, 4)), FALSE) AS is_controlled
  FROM trade__line AS d
  LEFT JOIN controlled__code AS c ON c.hs6 = d.hs6
  WHERE d.declared_on <= CAST($as_of_on AS DATE)
),
side AS (
  SELECT importer_party_id AS party_id, declared_on, value_usd, is_controlled, TRUE AS is_import, is_inbound
  FROM line
  WHERE importer_party_id IS NOT NULL
  UNION ALL
  SELECT exporter_party_id AS party_id, declared_on, value_usd, is_controlled, FALSE AS is_import, is_inbound
  FROM line
  WHERE exporter_party_id IS NOT NULL
    AND (importer_party_id IS NULL OR importer_party_id <> exporter_party_id)
)
SELECT
  f.party_id,
  f.name,
  f.country_iso,
  f.incorporated_on,
  f.registration_dates,
  MIN(s.declared_on) FILTER (WHERE s.is_controlled) AS first_controlled_on,
  MAX(s.declared_on) FILTER (WHERE s.is_controlled) AS last_controlled_on,
  MIN(s.declared_on) AS first_line_on,
  COUNT(*) FILTER (WHERE s.is_controlled) AS controlled_lines,
  COUNT(*) FILTER (WHERE s.is_controlled AND s.value_usd IS NULL) AS lines_without_value,
  COALESCE(SUM(s.value_usd) FILTER (WHERE s.is_controlled AND s.is_import), 0) AS imported_usd,
  COALESCE(SUM(s.value_usd) FILTER (WHERE s.is_controlled AND NOT s.is_import), 0) AS exported_usd,
  COALESCE(SUM(s.value_usd), 0) AS all_goods_usd,
  COUNT(*) FILTER (WHERE s.is_controlled AND s.is_inbound) AS inbound_lines
FROM firm AS f
JOIN side AS s ON s.party_id = f.party_id
GROUP BY f.party_id, f.name, f.country_iso, f.incorporated_on, f.registration_dates
HAVING COUNT(*) FILTER (WHERE s.is_controlled) > 0
ORDER BY f.party_id
