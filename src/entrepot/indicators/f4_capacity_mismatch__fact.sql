-- The figures of the parties in shown__party that their capacity is judged by.
SELECT
  f.party_id,
  f.fact_kind,
  f.from_on,
  f.to_on,
  f.amount,
  f.currency_code,
  f.amount_usd,
  f.snapshot_id,
  f.locator,
  f.provenance,
  f.publication
FROM linked__party_fact AS f
JOIN shown__party AS s ON s.party_id = f.party_id
WHERE f.fact_kind IN ('employees', 'revenue', 'capital')
  AND (f.from_on IS NULL OR f.from_on <= CAST($as_of_on AS DATE))
  AND (f.fact_kind <> 'revenue' OR f.to_on IS NULL OR f.to_on <= CAST($as_of_on AS DATE))
ORDER BY f.party_id, f.fact_kind, f.from_on NULLS FIRST, f.snapshot_id, f.locator
