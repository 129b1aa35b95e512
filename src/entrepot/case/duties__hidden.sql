-- Rows dated after the day the case stands at.
SELECT 'declarations' AS what, count(*) AS rows FROM linked__declaration WHERE declared_on > CAST($as_of_on AS DATE)
UNION ALL
SELECT 'listings' AS what, count(*) AS rows FROM linked__designation WHERE listed_on > CAST($as_of_on AS DATE)
ORDER BY what
