-- Countries that joined the controls, and whether the members of the EU (one block in the figures) are among them.
SELECT
  c.country_iso,
  MAX(CASE WHEN e.country_iso IS NOT NULL THEN 1 ELSE 0 END) = 1 AS is_eu
FROM codes__country_set AS c
LEFT JOIN codes__country_set AS e
  ON e.country_iso = c.country_iso AND e.set_id = 'eu27' AND (e.valid_to_on IS NULL OR e.valid_to_on >= CAST($cutoff_on AS DATE))
WHERE c.set_id = $coalition_set
  AND (c.valid_to_on IS NULL OR c.valid_to_on >= CAST($cutoff_on AS DATE))
GROUP BY c.country_iso
ORDER BY c.country_iso
