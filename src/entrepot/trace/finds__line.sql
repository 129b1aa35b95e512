-- Lines that name such a part, each with how its number agrees, what it says of the maker, and whether it is later than the
-- find. Countries are those of the parties, else of the line.
SELECT
  d.part_key,
  d.asked_key,
  d.tier,
  d.tier_rank,
  d.reason,
  s.maker_says,
  COALESCE(d.declared_on > d.found_by, FALSE) AS is_after_find,
  COALESCE(COALESCE(i.country_iso, d.importer_country_iso, d.destination_iso) = $destination_iso, FALSE) AS is_to_destination,
  COALESCE(c.is_listed_then, FALSE) AS is_controlled_then,
  d.declaration_id,
  d.declared_on,
  d.direction,
  d.reporting_iso,
  d.exporter_party_id AS seller_party_id,
  COALESCE(e.name, d.exporter_name) AS seller_name,
  COALESCE(e.country_iso, d.exporter_country_iso, d.dispatch_iso) AS seller_iso,
  d.importer_party_id AS buyer_party_id,
  COALESCE(i.name, d.importer_name) AS buyer_name,
  COALESCE(i.country_iso, d.importer_country_iso, d.destination_iso) AS buyer_iso,
  d.hs6,
  d.goods_description,
  d.brand,
  d.part_number,
  d.quantity,
  d.quantity_unit,
  d.value_usd,
  d.snapshot_id,
  d.locator,
  d.provenance,
  d.publication
FROM trace__find_near AS d
JOIN trace__find_said AS s
  ON s.part_key = d.part_key
  AND s.maker_id = COALESCE(d.maker_id, '')
  AND s.brand = COALESCE(d.brand, '')
  AND s.producer_name = COALESCE(d.producer_name, '')
  AND s.hs6 = COALESCE(d.hs6, '')
LEFT JOIN linked__controlled_line AS c ON c.declaration_id = d.declaration_id
LEFT JOIN linked__party AS e ON e.party_id = d.exporter_party_id
LEFT JOIN linked__party AS i ON i.party_id = d.importer_party_id
