-- Lines (trade__line) of controlled goods (controlled__code), or of the headings and codes in $extra_hs, of the parties in
-- shown__party since a day, within the party's own span where it has one, each party's largest first, at most $lines_shown a
-- party. $side is importer, exporter or either: on which side of the line the party stands.
WITH placed AS (
  SELECT s.party_id, d.declaration_id
  FROM trade__line AS d
  JOIN shown__party AS s ON s.party_id = d.importer_party_id
  WHERE $side IN ('importer', 'either')
  UNION
  SELECT s.party_id, d.declaration_id
  FROM trade__line AS d
  JOIN shown__party AS s ON s.party_id = d.exporter_party_id
  WHERE $side IN ('exporter', 'either')
),
ranked AS (
  SELECT
    p.party_id,
    d.declaration_id,
    d.declared_on,
    d.importer_party_id,
    d.exporter_party_id,
    d.importer_name,
    d.exporter_name,
    d.hs6,
    d.goods_description,
    d.part_number,
    d.quantity,
    d.quantity_unit,
    d.value_usd,
    d.snapshot_id,
    d.locator,
    d.provenance,
    d.publication,
    ROW_NUMBER() OVER (
      PARTITION BY p.party_id
      ORDER BY d.value_usd DESC NULLS LAST, d.declared_on, d.snapshot_id, d.locator
    ) AS place
  FROM placed AS p
  JOIN trade__line AS d ON d.declaration_id = p.declaration_id
  LEFT JOIN controlled__code AS c ON c.hs6 = d.hs6
  JOIN shown__party AS s ON s.party_id = p.party_id
  WHERE (
      c.hs6 IS NOT NULL
      OR list_contains($extra_hs, d.hs6)
      OR list_contains($extra_hs, substr(d.hs6, 1, 4))
    )
    AND d.declared_on >= CAST($from_on AS DATE)
    AND d.declared_on <= CAST($as_of_on AS DATE)
    AND (s.from_on IS NULL OR d.declared_on >= s.from_on)
    AND (s.to_on IS NULL OR d.declared_on <= s.to_on)
)
SELECT
  party_id,
  declaration_id,
  declared_on,
  importer_party_id,
  exporter_party_id,
  importer_name,
  exporter_name,
  hs6,
  goods_description,
  part_number,
  quantity,
  quantity_unit,
  value_usd,
  snapshot_id,
  locator,
  provenance,
  publication
FROM ranked
WHERE place <= $lines_shown
ORDER BY party_id, place
