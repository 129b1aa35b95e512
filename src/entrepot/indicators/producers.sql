-- What the case's sources say of production: lines of business of firms by country, and claims of production.
WITH said AS (
  SELECT f.party_id, f.fact_text AS business_text, f.snapshot_id, f.locator, f.provenance, f.publication
  FROM linked__party_fact AS f
  WHERE f.fact_kind = 'business'
    AND f.fact_text IS NOT NULL
    AND (f.from_on IS NULL OR f.from_on <= CAST($as_of_on AS DATE))
  UNION ALL
  SELECT r.party_id, r.business_text, r.snapshot_id, r.locator, r.provenance, r.publication
  FROM linked__party_record AS r
  WHERE r.business_text IS NOT NULL
)
SELECT
  p.country_iso,
  p.name,
  s.business_text AS said,
  CAST(NULL AS VARCHAR) AS goods_list,
  s.snapshot_id,
  s.locator,
  s.provenance,
  s.publication
FROM said AS s
JOIN linked__party AS p ON p.party_id = s.party_id
WHERE list_contains($countries, p.country_iso)
UNION ALL
SELECT
  c.subject AS country_iso,
  c.publisher AS name,
  c.goods AS said,
  COALESCE(c.goods_list, '') AS goods_list,
  c.snapshot_id,
  c.locator,
  c.provenance,
  c.publication
FROM linked__claim AS c
WHERE c.metric IN ('production_value', 'production_count', 'production')
  AND c.subject_kind = 'country'
  AND list_contains($countries, c.subject)
  AND c.value > 0
  AND (c.published_on IS NULL OR c.published_on <= CAST($as_of_on AS DATE))
ORDER BY country_iso, name, said, snapshot_id, locator
