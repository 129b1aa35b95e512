-- How far the declarations reach, by the importers' country: months with any line before the cut-off, and both ends.
SELECT
  COALESCE(p.country_iso, d.importer_country_iso) AS country_iso,
  MIN(d.declared_on) AS first_on,
  MAX(d.declared_on) AS last_on,
  COUNT(
    DISTINCT CASE
      WHEN d.declared_on < CAST($cutoff_on AS DATE)
        THEN EXTRACT(YEAR FROM d.declared_on) * 12 + EXTRACT(MONTH FROM d.declared_on)
    END
  ) AS months_before
FROM linked__declaration AS d
JOIN linked__party AS p ON p.party_id = d.importer_party_id
WHERE d.declared_on <= CAST($as_of_on AS DATE)
  AND COALESCE(p.country_iso, d.importer_country_iso) IS NOT NULL
GROUP BY COALESCE(p.country_iso, d.importer_country_iso)
ORDER BY COALESCE(p.country_iso, d.importer_country_iso)
