-- Transit declarations by the country they are said to go to: how many can be asked, and what becomes of civilian goods.
SELECT
  country_iso,
  COUNT(*) FILTER (WHERE is_listed) AS listed_lines,
  COUNT(*) FILTER (WHERE is_listed AND is_ledger) AS ledger_lines,
  COUNT(*) FILTER (WHERE is_listed AND is_covered) AS covered_lines,
  COUNT(*) FILTER (WHERE is_covered AND NOT is_listed) AS civilian_lines,
  COUNT(*) FILTER (WHERE is_covered AND NOT is_listed AND NOT is_matched) AS civilian_unmatched,
  COUNT(DISTINCT CASE WHEN is_listed AND NOT is_covered AND is_ledger THEN importer_party_id END) AS late_importers,
  COUNT(DISTINCT CASE WHEN is_listed AND NOT is_ledger THEN importer_party_id END) AS ledgerless_importers
FROM f12__matched
GROUP BY country_iso
ORDER BY country_iso
