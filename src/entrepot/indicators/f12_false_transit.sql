-- Importers named in covered transit declarations of listed goods: how many lines, and those without a matching import.
SELECT
  t.importer_party_id AS party_id,
  p.name,
  t.country_iso,
  COUNT(*) AS lines,
  COUNT(*) FILTER (WHERE NOT t.is_matched) AS unmatched_lines,
  CAST(SUM(CASE WHEN t.is_matched THEN 0 ELSE COALESCE(TRY_CAST(t.value_usd AS DECIMAL(38, 2)), 0) END) AS DOUBLE) AS unmatched_usd,
  CAST(SUM(COALESCE(TRY_CAST(t.value_usd AS DECIMAL(38, 2)), 0)) AS DOUBLE) AS value_usd,
  COUNT(DISTINCT t.exporter_party_id) AS exporters,
  MIN(t.declared_on) AS first_on,
  MAX(t.declared_on) AS last_on
FROM f12__matched AS t
JOIN linked__party AS p ON p.party_id = t.importer_party_id
WHERE t.is_listed
  AND t.is_covered
GROUP BY t.importer_party_id, p.name, t.country_iso
ORDER BY t.importer_party_id, t.country_iso
