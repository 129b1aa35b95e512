-- The declaration lines of parties, for the drawing of the way goods went.
SELECT
    snapshot_id,
    locator,
    provenance,
    publication,
    declaration_id,
    declared_on,
    importer_party_id,
    importer_name,
    importer_country_iso,
    exporter_party_id,
    exporter_name,
    exporter_country_iso,
    hs6,
    part_number,
    goods_description,
    quantity,
    quantity_unit,
    value_usd
FROM linked__declaration
WHERE list_contains($party_ids, importer_party_id) OR list_contains($party_ids, exporter_party_id)
ORDER BY declared_on NULLS LAST, declaration_id NULLS LAST, snapshot_id NULLS LAST, locator NULLS LAST
