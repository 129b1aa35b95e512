-- One row a trader and HS heading (four digits): the line of business in force on the day of its first controlled line there
-- since the cut-off, else of its first line; and the controlled value since then, of the larger side: goods that come in and
-- go out again are one business. A dated line of business goes before an undated one. Traders without a known line of
-- business are left out.
WITH side AS (
  SELECT d.importer_party_id AS party_id, TRUE AS is_import, d.hs6, d.declared_on, d.value_usd
  FROM trade__line AS d
  WHERE d.importer_party_id IS NOT NULL
  UNION ALL
  SELECT d.exporter_party_id, FALSE, d.hs6, d.declared_on, d.value_usd
  FROM trade__line AS d
  WHERE d.exporter_party_id IS NOT NULL
    AND (d.importer_party_id IS NULL OR d.importer_party_id <> d.exporter_party_id)
),
marked AS (
  SELECT
    s.party_id, s.is_import, substr(s.hs6, 1, 4) AS hs4, s.declared_on, TRY_CAST(s.value_usd AS DECIMAL(38, 2)) AS value_usd,
    c.hs6 IS NOT NULL AS is_controlled,
    c.hs6 IS NOT NULL AND s.declared_on >= CAST($cutoff_on AS DATE) AS is_counted
  FROM side AS s
  LEFT JOIN controlled__code AS c ON c.hs6 = s.hs6
  WHERE s.hs6 IS NOT NULL
    AND s.declared_on <= CAST($as_of_on AS DATE)
),
pair AS (
  SELECT
    party_id,
    hs4,
    COALESCE(MIN(declared_on) FILTER (WHERE is_counted), MIN(declared_on)) AS judged_on,
    MIN(declared_on) FILTER (WHERE is_controlled) AS first_controlled_on,
    COUNT(*) FILTER (WHERE is_counted) AS line_count,
    CAST(GREATEST(
      COALESCE(SUM(value_usd) FILTER (WHERE is_counted AND is_import), 0),
      COALESCE(SUM(value_usd) FILTER (WHERE is_counted AND NOT is_import), 0)
    ) AS DOUBLE) AS value_usd
  FROM marked
  GROUP BY party_id, hs4
),
dated AS (
  SELECT
    p.party_id,
    p.hs4,
    f.fact_text AS business_text,
    ROW_NUMBER() OVER (PARTITION BY p.party_id, p.hs4 ORDER BY f.from_on DESC NULLS LAST, f.fact_text) AS place
  FROM pair AS p
  JOIN linked__party_fact AS f
    ON f.party_id = p.party_id
    AND f.fact_kind = 'business'
    AND f.fact_text IS NOT NULL
    AND (f.from_on IS NULL OR f.from_on <= p.judged_on)
    AND (f.to_on IS NULL OR f.to_on >= p.judged_on)
),
undated AS (
  SELECT party_id, MIN(business_text) AS business_text
  FROM linked__party_record
  WHERE business_text IS NOT NULL
  GROUP BY party_id
)
SELECT
  p.party_id,
  p.hs4,
  p.first_controlled_on,
  p.line_count,
  p.value_usd,
  i.industry,
  i.is_broad,
  COALESCE(f.business_text, u.business_text) AS business_text
FROM pair AS p
LEFT JOIN dated AS f ON f.party_id = p.party_id AND f.hs4 = p.hs4 AND f.place = 1
LEFT JOIN undated AS u ON u.party_id = p.party_id
JOIN f3__industry AS i ON i.business_text = COALESCE(f.business_text, u.business_text)
