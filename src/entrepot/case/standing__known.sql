-- The records that decisions of people name and the case holds.
SELECT DISTINCT j.source_party_id
FROM case__judged_record j
JOIN core__party p ON p.source_party_id = j.source_party_id
ORDER BY j.source_party_id
