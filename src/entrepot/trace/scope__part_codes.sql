-- Goods codes under which the parts asked about were declared.
SELECT DISTINCT COALESCE(d.hs6, '') AS hs6
FROM linked__declaration AS d
JOIN trace__part AS p ON p.part_key = d.part_number_key
ORDER BY hs6
