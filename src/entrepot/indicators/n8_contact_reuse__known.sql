-- How many parties have a contact, and how many of them are listed by the day of the case.
SELECT COUNT(DISTINCT c.party_id) AS parties, COUNT(DISTINCT g.party_id) AS listed
FROM linked__contact AS c
LEFT JOIN linked__designation AS g
    ON g.party_id = c.party_id AND g.regime <> 'none'
    AND (COALESCE(g.listed_on, g.seen_on) IS NULL OR COALESCE(g.listed_on, g.seen_on) <= CAST($as_of_on AS DATE))
    AND (g.delisted_on IS NULL OR g.delisted_on > CAST($as_of_on AS DATE))
WHERE c.contact_key IS NOT NULL
