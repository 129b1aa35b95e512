-- How far the receipts reach, by the importers' country: both ends, and months with any line before the cut-off.
SELECT
  importer_iso AS country_iso,
  MIN(declared_on) AS first_on,
  MAX(declared_on) AS last_on,
  COUNT(
    DISTINCT CASE
      WHEN declared_on < CAST($cutoff_on AS DATE)
        THEN EXTRACT(YEAR FROM declared_on) * 12 + EXTRACT(MONTH FROM declared_on)
    END
  ) AS months_before
FROM receipt__line
WHERE declared_on <= CAST($as_of_on AS DATE)
  AND importer_iso IS NOT NULL
GROUP BY importer_iso
ORDER BY importer_iso
