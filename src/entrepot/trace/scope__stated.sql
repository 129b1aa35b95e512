-- Lines of the goods asked about that state an amount, each as a consignment of its own, with the countries of its sides.
-- Net mass stands in for a quantity that is not stated. A line of a month only may have left on any of its days.
SELECT
  d.declaration_id AS shipment_id,
  d.direction,
  d.reporting_iso,
  d.exporter_party_id AS exporter_id,
  d.importer_party_id AS importer_id,
  COALESCE(e.country_iso, d.exporter_country_iso, d.dispatch_iso) AS exporter_iso,
  COALESCE(i.country_iso, d.importer_country_iso, d.destination_iso) AS importer_iso,
  d.declared_on + CASE WHEN d.declared_precision = 'month' THEN 30 ELSE 0 END AS left_on,
  d.declared_on AS arrived_on,
  d.hs6,
  d.hs_code,
  COALESCE(p.type_key, d.part_number_key) AS part_key,  -- a part asked about has one key, however packed
  COALESCE(d.maker_id, lower(trim(d.brand))) AS brand_key,
  CASE WHEN d.quantity > 0 THEN d.quantity ELSE d.net_mass_kg END AS quantity,
  CASE WHEN d.quantity > 0 THEN COALESCE(d.quantity_unit, '') ELSE 'kg' END AS unit,
  d.net_mass_kg,
  d.value_usd
FROM trace__scope_line AS d
JOIN trace__code AS c ON c.hs6 = d.hs6
LEFT JOIN trace__part AS p ON p.part_key = d.part_number_key
LEFT JOIN linked__party AS e ON e.party_id = d.exporter_party_id
LEFT JOIN linked__party AS i ON i.party_id = d.importer_party_id
WHERE d.direction IN ('import', 'export', 'reexport')
  AND (d.quantity > 0 OR d.net_mass_kg > 0)
  AND (d.exporter_party_id IS NULL OR d.importer_party_id IS NULL OR d.exporter_party_id <> d.importer_party_id)
