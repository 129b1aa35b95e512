-- All legs into and out of the firms in f6__asked (party_id, hs6), seen from the firm: what chance draws days from.
SELECT
  a.party_id AS middle_id, l.importer_party_id = a.party_id AS is_inbound,
  CASE WHEN l.importer_party_id = a.party_id THEN l.exporter_party_id ELSE l.importer_party_id END AS other_id,
  r.declared_on, r.hs6, r.goods_description, r.part_number, r.part_number_key, r.quantity, r.quantity_unit,
  r.value_usd, r.importer_name, r.exporter_name,
  r.snapshot_id, r.locator, r.provenance, r.publication
FROM f6__asked AS a
JOIN f6__leg AS l ON l.hs6 = a.hs6 AND (l.importer_party_id = a.party_id OR l.exporter_party_id = a.party_id)
JOIN linked__declaration AS r ON r.snapshot_id = l.snapshot_id AND r.locator = l.locator
ORDER BY middle_id, r.hs6, is_inbound, r.declared_on, r.part_number_key, r.quantity, r.snapshot_id, r.locator
