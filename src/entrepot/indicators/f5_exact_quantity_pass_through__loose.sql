-- Lines of controlled goods (controlled__code) into a firm and on to the destination, by code, with or without a part
-- number, each trade once (trade__line): for the looser tiers and the share that passes through. Only firms with $lines_min lines on either side.
WITH line AS (
  SELECT
    d.declaration_id,
    d.importer_party_id,
    d.exporter_party_id,
    d.hs6,
    d.declared_on,
    COALESCE(SUBSTR(d.hs_code, 1, 10), d.hs6) AS hs10,
    d.quantity,
    d.value_usd,
    COALESCE(d.importer_country_iso, d.destination_iso) = $destination_iso AS is_into_destination
  FROM trade__line AS d
  JOIN controlled__code AS c ON c.hs6 = d.hs6
  WHERE d.declared_on <= CAST($as_of_on AS DATE)
    AND d.importer_party_id IS NOT NULL
    AND d.exporter_party_id IS NOT NULL
    AND d.importer_party_id <> d.exporter_party_id
),
sent AS (
  SELECT exporter_party_id AS party_id, hs6, COUNT(*) AS line_count
  FROM line
  WHERE is_into_destination
  GROUP BY exporter_party_id, hs6
  HAVING COUNT(*) >= $lines_min
),
received AS (
  SELECT l.importer_party_id AS party_id, l.hs6
  FROM line AS l
  JOIN sent AS s ON s.party_id = l.importer_party_id AND s.hs6 = l.hs6
  GROUP BY l.importer_party_id, l.hs6
  HAVING COUNT(*) >= $lines_min
)
SELECT r.party_id AS middle_id, r.hs6, TRUE AS is_inbound, l.declaration_id, l.declared_on, l.hs10, l.quantity, l.value_usd
FROM received AS r
JOIN line AS l ON l.importer_party_id = r.party_id AND l.hs6 = r.hs6
UNION ALL
SELECT r.party_id, r.hs6, FALSE, l.declaration_id, l.declared_on, l.hs10, l.quantity, l.value_usd
FROM received AS r
JOIN line AS l ON l.exporter_party_id = r.party_id AND l.hs6 = r.hs6 AND l.is_into_destination
ORDER BY middle_id, hs6, is_inbound, declared_on, quantity NULLS LAST, value_usd NULLS LAST, hs10,
  declaration_id
