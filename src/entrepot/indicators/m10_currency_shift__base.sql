-- Purchases with an invoice currency by firms outside the coalition, each trade once.
WITH coalition AS (
  SELECT DISTINCT country_iso
  FROM codes__country_set
  WHERE set_id = $coalition_set
    AND (valid_to_on IS NULL OR valid_to_on >= CAST($cutoff_on AS DATE))
),
bought AS (
  SELECT
    d.declaration_id,
    d.importer_party_id AS party_id,
    d.exporter_party_id AS partner_id,
    COALESCE(d.importer_country_iso, p.country_iso) AS country_iso,
    SUBSTRING(d.hs6, 1, 2) AS hs2,
    d.declared_on,
    CAST(EXTRACT(YEAR FROM d.declared_on) * 12 + EXTRACT(MONTH FROM d.declared_on) - 1 AS BIGINT) AS month_index,
    d.currency_code,
    k.hs6 IS NOT NULL AS is_listed
  FROM trade__line AS d
  LEFT JOIN linked__party AS p ON p.party_id = d.importer_party_id
  LEFT JOIN controlled__code AS k ON k.hs6 = d.hs6
  WHERE d.currency_code IS NOT NULL
    AND d.importer_party_id IS NOT NULL
    AND d.hs6 IS NOT NULL
    AND d.declared_on <= CAST($as_of_on AS DATE)
)
SELECT
  b.declaration_id, b.party_id, b.partner_id, b.country_iso, b.hs2, b.declared_on, b.month_index, b.currency_code, b.is_listed
FROM bought AS b
LEFT JOIN coalition AS c ON c.country_iso = b.country_iso
WHERE b.country_iso IS NOT NULL
  AND c.country_iso IS NULL
