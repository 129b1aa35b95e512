-- Declaration lines as receipts of goods, each trade once (trade__line): import declarations, and export declarations only
-- where the importer's customs have no import ledger of the month in the case. Amounts are decimals, so that sums do not
-- depend on their order.
WITH harmonised AS (
  SELECT hs6, MIN(group_id) AS group_id
  FROM codes__hs_group
  GROUP BY hs6
)
SELECT
  d.declaration_id,
  d.declared_on,
  d.importer_party_id,
  d.exporter_party_id,
  d.importer_name,
  d.exporter_name,
  COALESCE(p.country_iso, d.importer_country_iso, d.destination_iso) AS importer_iso,
  d.exporter_country_iso,
  d.hs6,
  COALESCE(h.group_id, d.hs6) AS hs_group_id,
  d.hs_edition,
  d.goods_description,
  LOWER(COALESCE(d.maker_id, d.brand, d.producer_name)) AS maker,
  d.producer_hq_iso,
  d.dispatch_iso,
  d.part_number,
  d.part_number_key,
  d.quantity,
  d.quantity_unit,
  d.net_mass_kg,
  TRY_CAST(d.value_usd AS DECIMAL(38, 2)) AS value_usd,
  d.snapshot_id,
  d.locator,
  d.provenance,
  d.publication
FROM trade__line AS d
LEFT JOIN linked__party AS p ON p.party_id = d.importer_party_id
LEFT JOIN harmonised AS h ON h.hs6 = d.hs6
WHERE d.importer_party_id IS NOT NULL
