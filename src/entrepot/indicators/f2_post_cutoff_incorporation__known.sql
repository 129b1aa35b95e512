-- How many parties have a day of registration.
SELECT COUNT(DISTINCT party_id) AS parties
FROM linked__party_record
WHERE incorporated_on IS NOT NULL
