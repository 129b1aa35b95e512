-- People: those named with a pair of firms are not what an investigator is led to.
SELECT p.party_id FROM linked__party p WHERE p.party_kind = 'person' ORDER BY p.party_id
