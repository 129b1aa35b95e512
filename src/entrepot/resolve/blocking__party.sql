-- Parties numbered from 0 in the order of their ids: keys are joined on numbers. Ships and aircraft are found by number, not here.
SELECT
  row_number() OVER (ORDER BY source_party_id) - 1 AS party_number,
  source_party_id,
  kind_group,
  country_iso,
  birth_date_text
FROM resolve__record
WHERE kind_group IS NOT NULL
ORDER BY party_number
