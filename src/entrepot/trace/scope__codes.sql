-- Goods codes that the lines of a case hold.
SELECT DISTINCT hs6
FROM linked__declaration
WHERE hs6 IS NOT NULL
ORDER BY hs6
