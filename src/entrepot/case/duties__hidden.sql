-- Rows dated after the day the case stands at.
SELECT 'declarations' AS what, count(*) AS rows FROM linked__declaration WHERE declared_on > CAST($as_of_on AS DATE)
UNION ALL
SELECT 'facts' AS what, count(*) AS rows FROM linked__party_fact WHERE from_on > CAST($as_of_on AS DATE)
UNION ALL
SELECT 'interests' AS what, count(*) AS rows FROM linked__interest WHERE from_on > CAST($as_of_on AS DATE)
UNION ALL
SELECT 'roles' AS what, count(*) AS rows FROM linked__role WHERE from_on > CAST($as_of_on AS DATE)
UNION ALL
SELECT 'listings' AS what, count(*) AS rows FROM linked__designation WHERE listed_on > CAST($as_of_on AS DATE)
ORDER BY what
