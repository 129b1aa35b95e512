-- Parties with a record of the world's own register of parties: the firm's id is the publisher's id of the record.
SELECT DISTINCT r.party_id, r.native_id AS firm_id
FROM linked__party_record r
JOIN truth__firm f ON f.firm_id = r.native_id
ORDER BY party_id, firm_id
