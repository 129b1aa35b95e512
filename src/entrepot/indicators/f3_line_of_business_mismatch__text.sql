-- Every line of business that registers give, dated or not.
SELECT DISTINCT fact_text AS business_text
FROM linked__party_fact
WHERE fact_kind = 'business'
  AND fact_text IS NOT NULL
  AND (from_on IS NULL OR from_on <= CAST($as_of_on AS DATE))
UNION
SELECT DISTINCT business_text
FROM linked__party_record
WHERE business_text IS NOT NULL
ORDER BY business_text
