-- The regimes that have listings, and the newest day that any row of the case speaks of.
WITH newest AS (
    SELECT MAX(day) AS newest_on
    FROM (
        SELECT MAX(listed_on) AS day FROM linked__designation WHERE listed_on <= CAST($as_of_on AS DATE)
        UNION ALL
        SELECT MAX(seen_on) FROM linked__designation WHERE seen_on <= CAST($as_of_on AS DATE)
        UNION ALL
        SELECT MAX(declared_on) FROM linked__declaration WHERE declared_on <= CAST($as_of_on AS DATE)
    ) AS dated
)
SELECT DISTINCT UPPER(d.regime) AS regime, n.newest_on
FROM linked__designation AS d
CROSS JOIN newest AS n
WHERE LOWER(d.regime) <> 'none'
ORDER BY regime
