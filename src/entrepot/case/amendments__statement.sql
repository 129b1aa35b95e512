-- What each file states under such a key, version by version; `declaration_id` and `locator` are those of its only line.
SELECT n.key_number, k.snapshot_id, k.version, count(*) AS line_count,
    min(k.declaration_id) AS declaration_id, min(k.locator) AS locator,
    min(k.customs_office) AS first_office, max(k.customs_office) AS last_office
FROM case__keyed_line k
JOIN case__several_key n
    ON n.reporting_iso = k.reporting_iso
    AND n.direction = k.direction
    AND n.declaration_number = k.declaration_number
    AND n.line_number = k.line_number
    AND n.declared_on = k.declared_on
    AND n.domestic_id = k.domestic_id
GROUP BY n.key_number, k.snapshot_id, k.version
