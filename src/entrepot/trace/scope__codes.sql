-- Goods codes that the lines of a case hold.
SELECT DISTINCT hs6
FROM trace__line
WHERE hs6 <> ''
ORDER BY hs6
