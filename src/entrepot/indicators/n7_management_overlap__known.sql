-- How many listed firms have a dated listing, and of how many of them somebody who leads them is known.
SELECT COUNT(DISTINCT g.party_id) AS listed_firms, COUNT(DISTINCT r.subject_party_id) AS led_firms
FROM linked__designation AS g
JOIN linked__party AS p ON p.party_id = g.party_id AND p.party_kind <> 'person'
LEFT JOIN linked__role AS r
    ON r.subject_party_id = g.party_id AND r.role_kind IN ('director', 'manager', 'founder', 'employee')
WHERE g.regime <> 'none'
  AND g.listed_on <= CAST($as_of_on AS DATE)
  AND (g.delisted_on IS NULL OR g.delisted_on > CAST($as_of_on AS DATE))
