-- Firms of the regime's own country, where its rule reaches only foreign ones.
SELECT party_id
FROM linked__party
WHERE country_iso = $exempt_iso
ORDER BY party_id
