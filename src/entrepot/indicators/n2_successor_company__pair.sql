-- Every pair of a predecessor and a trader that may have taken over from it.
SELECT p.party_id AS predecessor_id, g.trader_id AS successor_id, p.event_on
FROM n2__predecessor AS p
JOIN n2__grown AS g ON g.event_on = p.event_on AND g.trader_id <> p.party_id
