-- Lines of the goods asked about that an exporting country holds: only they can be another view of a shipment.
SELECT COUNT(*) AS lines
FROM trace__scope_line AS d
JOIN trace__code AS c ON c.hs6 = d.hs6
WHERE d.direction IN ('export', 'reexport')
