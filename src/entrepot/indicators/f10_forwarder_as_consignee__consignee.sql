-- Names of consignees of controlled goods since the cut-off that are not the importer's own.
SELECT DISTINCT d.consignee_name
FROM trade__line AS d
JOIN controlled__code AS c ON c.hs6 = d.hs6
WHERE d.consignee_name IS NOT NULL
  AND d.consignee_name <> COALESCE(d.importer_name, '')
  AND d.declared_on >= CAST($cutoff_on AS DATE)
  AND d.declared_on <= CAST($as_of_on AS DATE)
ORDER BY d.consignee_name
