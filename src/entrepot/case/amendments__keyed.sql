-- Lines that name what makes a line the same line: number, line, day, and the party on the side of the reporting country.
SELECT d.snapshot_id, d.locator, d.declaration_id, d.version, d.customs_office,
    coalesce(d.reporting_iso, '') AS reporting_iso, d.direction, d.declaration_number, d.line_number, d.declared_on,
    CASE WHEN d.direction = 'import' THEN d.importer_source_party_id ELSE d.exporter_source_party_id END AS domestic_id
FROM core__declaration d
JOIN case__amendable_day s ON s.direction = d.direction AND s.declared_on = d.declared_on
WHERE d.declaration_number IS NOT NULL
    AND d.line_number IS NOT NULL
    AND d.declared_precision IS NULL
    AND CASE
        WHEN d.direction = 'import' THEN d.importer_source_party_id
        WHEN d.direction IN ('export', 'reexport') THEN d.exporter_source_party_id
    END IS NOT NULL
