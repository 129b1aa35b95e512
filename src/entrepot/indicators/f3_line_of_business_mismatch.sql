-- The headings in which firms traded controlled goods since the cut-off, with their line of business; and, where it
-- changed within $switch_days days before their first controlled goods, the one before.
WITH coalition AS (
  SELECT DISTINCT country_iso
  FROM codes__country_set
  WHERE set_id = $coalition_set
    AND (valid_to_on IS NULL OR valid_to_on >= CAST($cutoff_on AS DATE))
),
first_line AS (
  SELECT party_id, MIN(first_controlled_on) AS first_on
  FROM f3__pair
  GROUP BY party_id
),
told AS (
  SELECT
    f.party_id,
    f.from_on,
    i.industry,
    LAG(i.industry) OVER (PARTITION BY f.party_id ORDER BY f.from_on, f.fact_text) AS industry_before
  FROM linked__party_fact AS f
  JOIN f3__industry AS i ON i.business_text = f.fact_text
  WHERE f.fact_kind = 'business'
    AND f.from_on <= CAST($as_of_on AS DATE)
),
switched AS (
  SELECT t.party_id, MAX(t.from_on) AS switched_on, MAX(t.industry_before) AS industry_before
  FROM told AS t
  JOIN first_line AS l ON l.party_id = t.party_id
  WHERE t.industry_before <> t.industry
    AND t.from_on <= l.first_on
    AND t.from_on + CAST($switch_days AS INTEGER) >= l.first_on
    AND l.first_on >= CAST($cutoff_on AS DATE)
  GROUP BY t.party_id
)
SELECT
  p.party_id,
  n.name,
  n.country_iso,
  p.hs4,
  p.line_count,
  p.value_usd,
  p.industry,
  p.is_broad,
  p.business_text,
  s.switched_on,
  s.industry_before,
  l.first_on,
  c.country_iso IS NOT NULL AS is_coalition
FROM f3__pair AS p
JOIN linked__party AS n ON n.party_id = p.party_id
JOIN first_line AS l ON l.party_id = p.party_id
LEFT JOIN switched AS s ON s.party_id = p.party_id
LEFT JOIN coalition AS c ON c.country_iso = n.country_iso
WHERE p.line_count > 0
  AND n.party_kind <> 'person'
ORDER BY p.party_id, p.hs4
