-- How many parties a run reached in a round.
SELECT count(*) AS fresh_count
FROM ownership__reached
WHERE lower_round = $round_number OR upper_round = $round_number
