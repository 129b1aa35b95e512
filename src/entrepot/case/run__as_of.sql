-- The newest day the case's sources speak of: the day it stands at where the study names none.
SELECT max(newest_on) AS newest_on
FROM (
    SELECT max(declared_on) AS newest_on FROM linked__declaration
    UNION ALL
    SELECT max(period_on) AS newest_on FROM linked__trade_flow
    UNION ALL
    SELECT max(coalesce(seen_on, listed_on)) AS newest_on FROM linked__designation
    UNION ALL
    SELECT max(listed_on) AS newest_on FROM linked__designation
) days
