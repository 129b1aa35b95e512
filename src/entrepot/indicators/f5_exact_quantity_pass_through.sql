-- Firms that both receive controlled goods (controlled__code) and pass goods of the same code on to the destination: every
-- such line (trade__line, each trade once) with a part number and a quantity, inbound or outbound, seen from the firm in the
-- middle.
WITH line AS (
  SELECT
    d.declaration_id,
    d.declared_on,
    d.hs6,
    d.goods_description,
    d.part_number,
    d.part_number_key,
    d.quantity,
    d.quantity_unit,
    d.value_usd,
    d.importer_party_id,
    d.exporter_party_id,
    d.importer_name,
    d.exporter_name,
    COALESCE(p.country_iso, d.importer_country_iso, d.destination_iso) AS importer_iso,
    d.snapshot_id,
    d.locator,
    d.provenance,
    d.publication
  FROM trade__line AS d
  JOIN controlled__code AS c ON c.hs6 = d.hs6
  LEFT JOIN linked__party AS p ON p.party_id = d.importer_party_id
  WHERE d.declared_on <= CAST($as_of_on AS DATE)
    AND d.part_number_key IS NOT NULL
    AND d.quantity > 0
    AND d.hs6 IS NOT NULL
    AND d.importer_party_id IS NOT NULL
    AND d.exporter_party_id IS NOT NULL
    AND d.importer_party_id <> d.exporter_party_id
),
received AS (
  SELECT importer_party_id AS party_id, hs6, MIN(declared_on) AS first_on
  FROM line
  GROUP BY importer_party_id, hs6
),
sent AS (
  SELECT exporter_party_id AS party_id, hs6, MAX(declared_on) AS last_on
  FROM line
  WHERE importer_iso = $destination_iso
  GROUP BY exporter_party_id, hs6
),
middle AS (
  SELECT r.party_id, r.hs6
  FROM received AS r
  JOIN sent AS s ON s.party_id = r.party_id AND s.hs6 = r.hs6 AND s.last_on >= r.first_on
)
SELECT
  m.party_id AS middle_id,
  TRUE AS is_inbound,
  l.exporter_party_id AS other_id,
  l.exporter_name AS other_name,
  l.*
FROM middle AS m
JOIN line AS l ON l.importer_party_id = m.party_id AND l.hs6 = m.hs6
UNION ALL
SELECT
  m.party_id AS middle_id,
  FALSE AS is_inbound,
  l.importer_party_id AS other_id,
  l.importer_name AS other_name,
  l.*
FROM middle AS m
JOIN line AS l ON l.exporter_party_id = m.party_id AND l.hs6 = m.hs6 AND l.importer_iso = $destination_iso
ORDER BY middle_id, hs6, is_inbound, declared_on, part_number_key, quantity, snapshot_id, locator
