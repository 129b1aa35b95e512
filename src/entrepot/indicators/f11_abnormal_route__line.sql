-- Controlled lines of the firms in shown__party that went odd ways, the longest first.
WITH ranked AS (
  SELECT
    s.party_id, w.detour, w.is_through, d.declaration_id, d.declared_on, d.importer_party_id, d.exporter_party_id,
    d.importer_name, d.exporter_name, d.hs6, d.goods_description, d.part_number, d.quantity, d.quantity_unit, d.value_usd,
    d.origin_iso, d.dispatch_iso, d.route_iso, COALESCE(d.destination_iso, d.importer_country_iso) AS destination_iso,
    d.snapshot_id, d.locator, d.provenance, d.publication,
    ROW_NUMBER() OVER (
      PARTITION BY s.party_id
      ORDER BY w.is_through DESC, w.detour DESC, d.value_usd DESC NULLS LAST, d.snapshot_id, d.locator
    ) AS place
  FROM trade__line AS d
  JOIN shown__party AS s ON s.party_id = d.importer_party_id
  JOIN controlled__code AS c ON c.hs6 = d.hs6
  JOIN f11__way AS w
    ON w.origin_iso = COALESCE(d.origin_iso, '')
    AND w.dispatch_iso = COALESCE(d.dispatch_iso, '')
    AND w.destination_iso = COALESCE(d.destination_iso, d.importer_country_iso, '')
    AND w.route_iso = COALESCE(d.route_iso, '')
    AND w.hs2 = substr(d.hs6, 1, 2)
  JOIN f11__judged AS j
    ON j.party_id = s.party_id
    AND j.group_key = w.group_key
    AND j.detour = w.detour
    AND j.is_through = w.is_through
    AND (j.is_long OR j.is_through)
  WHERE d.declared_on >= CAST($cutoff_on AS DATE)
    AND d.declared_on <= CAST($as_of_on AS DATE)
)
SELECT
  party_id, detour, is_through, declaration_id, declared_on, importer_party_id, exporter_party_id, importer_name,
  exporter_name, hs6, goods_description, part_number, quantity, quantity_unit, value_usd, origin_iso, dispatch_iso,
  route_iso, destination_iso, snapshot_id, locator, provenance, publication
FROM ranked
WHERE place <= $lines_shown
ORDER BY party_id, place
