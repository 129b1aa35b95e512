-- Controlled lines since the cut-off that name a firm of shown__party as importer or, by f10__consignee, as consignee; each
-- firm's largest first.
WITH placed AS (
  SELECT s.party_id, d.declaration_id
  FROM trade__line AS d
  JOIN shown__party AS s ON s.party_id = d.importer_party_id
  UNION
  SELECT s.party_id, d.declaration_id
  FROM trade__line AS d
  JOIN f10__consignee AS n ON n.consignee_name = d.consignee_name
  JOIN shown__party AS s ON s.party_id = n.party_id
),
ranked AS (
  SELECT
    p.party_id, d.declaration_id, d.declared_on, d.importer_party_id, d.exporter_party_id, d.importer_name, d.exporter_name,
    d.hs6, d.goods_description, d.part_number, d.quantity, d.quantity_unit, d.value_usd, d.snapshot_id, d.locator,
    d.provenance, d.publication,
    ROW_NUMBER() OVER (
      PARTITION BY p.party_id
      ORDER BY d.value_usd DESC NULLS LAST, d.declared_on, d.snapshot_id, d.locator
    ) AS place
  FROM placed AS p
  JOIN trade__line AS d ON d.declaration_id = p.declaration_id
  JOIN controlled__code AS c ON c.hs6 = d.hs6
  WHERE d.declared_on >= CAST($cutoff_on AS DATE)
    AND d.declared_on <= CAST($as_of_on AS DATE)
)
SELECT
  party_id, declaration_id, declared_on, importer_party_id, exporter_party_id, importer_name, exporter_name, hs6,
  goods_description, part_number, quantity, quantity_unit, value_usd, snapshot_id, locator, provenance, publication
FROM ranked
WHERE place <= $lines_shown
ORDER BY party_id, place
