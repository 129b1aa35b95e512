-- How many parties have a day of registration, and of how many firms an owner or founder is known.
SELECT
    (SELECT COUNT(*) FROM linked__party WHERE incorporated_on IS NOT NULL) AS registered,
    (SELECT COUNT(*) FROM linked__interest WHERE interest_kind <> 'board')
    + (SELECT COUNT(*) FROM linked__role WHERE role_kind = 'founder') AS owners
