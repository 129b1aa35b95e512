-- Candidate pairs numbered from 0, so that they are scored some at a time.
SELECT
  row_number() OVER (ORDER BY record_a_id, record_b_id) - 1 AS pair_number,
  record_a_id AS party_a_id,
  record_b_id AS party_b_id
FROM resolve__candidate
ORDER BY pair_number
