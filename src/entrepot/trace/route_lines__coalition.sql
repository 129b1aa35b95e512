-- Members of the coalition on the day or since.
SELECT DISTINCT country_iso
FROM codes__country_set
WHERE set_id = $coalition_set
  AND (valid_to_on IS NULL OR valid_to_on >= CAST($since_on AS DATE))
ORDER BY country_iso
