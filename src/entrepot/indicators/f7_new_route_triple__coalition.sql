-- Members of the coalition, on the day of the cut-off or since.
SELECT DISTINCT country_iso
FROM codes__country_set
WHERE set_id = $coalition_set
  AND (valid_to_on IS NULL OR valid_to_on >= CAST($cutoff_on AS DATE))
ORDER BY country_iso
