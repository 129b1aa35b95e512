-- Two runs begin with the listed parties; the run of what is possible counts unidentified holders as well.
SELECT 'lower' AS run, party_id, 0 AS round_number
FROM ownership__listed
UNION ALL
SELECT DISTINCT 'upper' AS run, party_id, 0 AS round_number
FROM (
  SELECT party_id FROM ownership__listed
  UNION ALL
  SELECT party_id FROM ownership__unidentified
) s
ORDER BY run, party_id
