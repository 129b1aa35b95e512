-- Codes of any edition that are on the study's goods list, or share a group over editions with one that is.
SELECT DISTINCT COALESCE(s.hs6, c.hs6) AS hs6
FROM codes__controlled_good AS c
LEFT JOIN codes__hs_group AS g ON g.hs6 = c.hs6
LEFT JOIN codes__hs_group AS s ON s.group_id = g.group_id
WHERE c.list_id = $controls_list
ORDER BY hs6
