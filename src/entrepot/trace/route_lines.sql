-- Goods lines into the destination, each trade once: an export or re-export to it is left out where its own customs declare
-- imports in that month, and imports of another country on their way to it always. The destination is the line's own, else the
-- country of the importer. No country field stands for another. At home is what is dispatched from the maker's seat or, of a maker seated in the coalition, from within
-- the coalition, where its distributors are. Phase 0 is before the day, 1 while orders placed before may still have been under way, 2 later. Amounts are
-- decimals, so that sums do not depend on their order; a value that none could have (USD 10^16 and more, no number) is none.
SELECT
  d.declaration_id,
  d.declared_on,
  CASE WHEN d.declared_on < a.since_on THEN 0 WHEN d.declared_on < a.run_out_on THEN 1 ELSE 2 END AS phase,
  CAST(EXTRACT(YEAR FROM d.declared_on) * 12 + EXTRACT(MONTH FROM d.declared_on) AS BIGINT) AS month_index,
  CASE WHEN k.month_index IS NULL THEN 0 ELSE 1 END AS is_in_ledger,
  COALESCE(d.maker_id, '') AS maker_id,
  COALESCE(d.brand, '') AS brand,
  COALESCE(d.producer_name, '') AS producer_name,
  d.hs6,
  c.hs_group_id,
  c.is_broken,
  c.is_new,
  COALESCE(d.dispatch_iso, '') AS dispatch_iso,
  COALESCE(d.producer_hq_iso, '') AS producer_hq_iso,
  COALESCE(d.origin_iso, '') AS origin_iso,
  CASE
    WHEN d.dispatch_iso = d.producer_hq_iso THEN 1
    WHEN qs.country_iso IS NOT NULL AND qd.country_iso IS NOT NULL THEN 1
    ELSE 0
  END AS is_home,
  COALESCE(d.exporter_party_id, '') AS exporter_id,
  COALESCE(d.importer_party_id, '') AS importer_id,
  COALESCE(e.name, d.exporter_name, '') AS exporter_name,
  COALESCE(i.name, d.importer_name, '') AS importer_name,
  COALESCE(e.country_iso, d.exporter_country_iso, '') AS exporter_iso,
  d.goods_description,
  d.part_number,
  TRY_CAST(d.value_usd AS DECIMAL(18, 2)) AS value_usd,
  d.snapshot_id,
  d.locator,
  d.provenance,
  d.publication
FROM linked__declaration AS d
CROSS JOIN trace__route_asked AS a
JOIN trace__route_code AS c ON c.hs6 = d.hs6
LEFT JOIN linked__party AS i ON i.party_id = d.importer_party_id
LEFT JOIN linked__party AS e ON e.party_id = d.exporter_party_id
LEFT JOIN trace__route_coalition AS qs ON qs.country_iso = d.producer_hq_iso
LEFT JOIN trace__route_coalition AS qd ON qd.country_iso = d.dispatch_iso
LEFT JOIN trace__route_ledger AS k
  ON k.month_index = EXTRACT(YEAR FROM d.declared_on) * 12 + EXTRACT(MONTH FROM d.declared_on)
WHERE d.declared_on <= a.as_of_on
  AND COALESCE(d.destination_iso, d.importer_country_iso, i.country_iso) = a.destination_iso
  AND (
    (d.direction = 'import' AND COALESCE(d.reporting_iso, a.destination_iso) = a.destination_iso)
    OR (d.direction IN ('export', 'reexport') AND k.month_index IS NULL)
  )
