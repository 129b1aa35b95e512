-- What registers say the parties of shown__party do.
SELECT f.party_id, f.fact_kind, f.from_on, f.to_on, f.amount, f.currency_code, f.amount_usd, f.fact_text,
       f.snapshot_id, f.locator, f.provenance, f.publication
FROM linked__party_fact AS f
JOIN shown__party AS s ON s.party_id = f.party_id
WHERE f.fact_kind = 'business'
  AND f.fact_text IS NOT NULL
  AND (f.from_on IS NULL OR f.from_on <= CAST($as_of_on AS DATE))
UNION ALL
SELECT r.party_id, 'business' AS fact_kind, CAST(NULL AS DATE) AS from_on, CAST(NULL AS DATE) AS to_on,
       CAST(NULL AS DOUBLE) AS amount, CAST(NULL AS VARCHAR) AS currency_code, CAST(NULL AS DOUBLE) AS amount_usd,
       r.business_text AS fact_text, r.snapshot_id, r.locator, r.provenance, r.publication
FROM linked__party_record AS r
JOIN shown__party AS s ON s.party_id = r.party_id
WHERE r.business_text IS NOT NULL
ORDER BY party_id, from_on NULLS FIRST, fact_text, snapshot_id, locator
