-- Parties whose last pair is one of those from $from_number up to, not including, $to_number.
SELECT party_id
FROM resolve__fuzzy_use
WHERE last_number >= $from_number AND last_number < $to_number
ORDER BY party_id
