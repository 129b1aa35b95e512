-- Countries outside the coalition that controlled goods go to, by number of lines: neither the study's destination nor
-- countries whose own ledger is in the case, for those are the third countries under study.
SELECT d.destination_iso AS country_iso, count(*) AS lines
FROM linked__declaration d
JOIN (SELECT DISTINCT declaration_id FROM linked__controlled_line) l ON l.declaration_id = d.declaration_id
LEFT JOIN (SELECT DISTINCT reporting_iso FROM linked__declaration) r ON r.reporting_iso = d.destination_iso
LEFT JOIN (SELECT DISTINCT country_iso FROM codes__country_set WHERE set_id = $coalition_set) c
  ON c.country_iso = d.destination_iso
WHERE d.destination_iso IS NOT NULL
  AND d.destination_iso <> $destination_iso
  AND c.country_iso IS NULL
  AND r.reporting_iso IS NULL
GROUP BY d.destination_iso
ORDER BY lines DESC, country_iso
