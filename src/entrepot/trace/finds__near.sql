-- Lines that name a part whose number agrees with one asked about, by the day asked. Lines are found by the codes that such
-- parts are declared under.
WITH part AS (
  SELECT DISTINCT p.part_key, p.asked_key, p.tier, p.tier_rank, p.reason, p.found_by, k.hs6
  FROM trace__find_part AS p
  JOIN trace__known_part AS k ON k.part_number_key = p.part_key
)
SELECT
  d.declaration_id,
  d.declared_on,
  d.direction,
  d.reporting_iso,
  d.exporter_party_id,
  d.exporter_name,
  d.exporter_country_iso,
  d.importer_party_id,
  d.importer_name,
  d.importer_country_iso,
  d.dispatch_iso,
  d.destination_iso,
  NULLIF(d.hs6, '') AS hs6,
  d.goods_description,
  d.maker_id,
  d.brand,
  d.producer_name,
  d.part_number,
  d.quantity,
  d.quantity_unit,
  d.value_usd,
  d.snapshot_id,
  d.locator,
  d.provenance,
  d.publication,
  p.part_key,
  p.asked_key,
  p.tier,
  p.tier_rank,
  p.reason,
  p.found_by
FROM trace__line AS d
JOIN part AS p ON p.hs6 = d.hs6 AND p.part_key = d.part_number_key
WHERE d.declared_on <= CAST($as_of_on AS DATE)
