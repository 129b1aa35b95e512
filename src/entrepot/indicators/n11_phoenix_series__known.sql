-- How many firms are known to have been dissolved by the day of the case.
SELECT COUNT(DISTINCT party_id) AS dissolved
FROM linked__party_record
WHERE party_kind <> 'person'
  AND dissolved_on <= CAST($as_of_on AS DATE)
