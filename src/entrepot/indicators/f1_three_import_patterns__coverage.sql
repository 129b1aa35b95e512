-- How far the declarations reach, by the importers' country: months with any line before the cut-off, and both ends.
WITH reach AS (
  -- By firm and month first: the lines are many, and firms few.
  SELECT
    d.importer_party_id AS party_id,
    d.importer_country_iso,
    CASE
      WHEN d.declared_on < CAST($cutoff_on AS DATE)
        THEN EXTRACT(YEAR FROM d.declared_on) * 12 + EXTRACT(MONTH FROM d.declared_on)
    END AS month_before,
    MIN(d.declared_on) AS first_on,
    MAX(d.declared_on) AS last_on
  FROM linked__declaration AS d
  WHERE d.declared_on <= CAST($as_of_on AS DATE)
    AND d.importer_party_id IS NOT NULL
  GROUP BY
    d.importer_party_id,
    d.importer_country_iso,
    CASE
      WHEN d.declared_on < CAST($cutoff_on AS DATE)
        THEN EXTRACT(YEAR FROM d.declared_on) * 12 + EXTRACT(MONTH FROM d.declared_on)
    END
)
SELECT
  COALESCE(p.country_iso, r.importer_country_iso) AS country_iso,
  MIN(r.first_on) AS first_on,
  MAX(r.last_on) AS last_on,
  COUNT(DISTINCT r.month_before) AS months_before
FROM reach AS r
JOIN linked__party AS p ON p.party_id = r.party_id
WHERE COALESCE(p.country_iso, r.importer_country_iso) IS NOT NULL
GROUP BY COALESCE(p.country_iso, r.importer_country_iso)
ORDER BY COALESCE(p.country_iso, r.importer_country_iso)
