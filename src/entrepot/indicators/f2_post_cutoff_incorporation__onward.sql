-- Whether any firm outside the destination is seen to send goods into it: else onward trade cannot be asked of anybody.
SELECT COUNT(*) AS lines
FROM linked__declaration AS d
WHERE d.declared_on <= CAST($as_of_on AS DATE)
  AND d.exporter_party_id IS NOT NULL
  AND COALESCE(d.importer_country_iso, d.destination_iso) = $destination_iso
