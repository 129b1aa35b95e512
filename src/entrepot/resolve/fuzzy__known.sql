-- What is known of the parties whose first pair is one of those from $from_number up to, not including, $to_number.
SELECT f.party_id, f.fact, f.value
FROM resolve__fuzzy_fact f
JOIN resolve__fuzzy_use u ON u.party_id = f.party_id
WHERE u.first_number >= $from_number AND u.first_number < $to_number
ORDER BY f.party_id, f.fact, f.value
