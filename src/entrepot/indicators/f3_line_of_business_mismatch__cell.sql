-- How many traders of each line of business trade each HS heading (level 4), each chapter (level 2), and anything (0).
SELECT 4 AS hs_level, industry, hs4 AS hs_group, COUNT(*) AS firms
FROM f3__pair
WHERE NOT is_broad
GROUP BY industry, hs4
UNION ALL
SELECT 2 AS hs_level, industry, substr(hs4, 1, 2) AS hs_group, COUNT(DISTINCT party_id) AS firms
FROM f3__pair
WHERE NOT is_broad
GROUP BY industry, substr(hs4, 1, 2)
UNION ALL
SELECT 0 AS hs_level, industry, '' AS hs_group, COUNT(DISTINCT party_id) AS firms
FROM f3__pair
WHERE NOT is_broad
GROUP BY industry
ORDER BY hs_level, industry, hs_group
