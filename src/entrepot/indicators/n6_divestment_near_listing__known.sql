-- How many listings of official lists have a day, by the day of the case.
SELECT COUNT(*) AS dated_listings
FROM linked__designation
WHERE regime <> 'none'
  AND listed_on <= CAST($as_of_on AS DATE)
