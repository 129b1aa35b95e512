-- The largest lines of each pair of exporter and importer in `pair__shown`, each trade once (trade__line), and the reported
-- deliveries between them.
WITH line AS (
    SELECT
        d.exporter_party_id, d.importer_party_id, d.declared_on, d.exporter_name, d.importer_name, d.hs6, d.part_number,
        d.goods_description, d.quantity, d.quantity_unit, d.value_usd,
        d.snapshot_id, d.locator, d.provenance, d.publication,
        ROW_NUMBER() OVER (PARTITION BY d.exporter_party_id, d.importer_party_id
            ORDER BY d.value_usd DESC NULLS LAST, d.declared_on, d.snapshot_id, d.locator) AS position
    FROM trade__line AS d
    JOIN pair__shown AS p
        ON p.exporter_party_id = d.exporter_party_id AND p.importer_party_id = d.importer_party_id
    WHERE d.declared_on <= CAST($as_of_on AS DATE)
)
SELECT
    exporter_party_id, importer_party_id, declared_on, exporter_name, importer_name, hs6, part_number, goods_description,
    quantity, quantity_unit, value_usd, snapshot_id, locator, provenance, publication, CAST(NULL AS VARCHAR) AS note
FROM line
WHERE position <= $lines_shown
UNION ALL
SELECT
    r.holder_party_id, r.subject_party_id, r.from_on, e.name, i.name, CAST(NULL AS VARCHAR), CAST(NULL AS VARCHAR),
    CAST(NULL AS VARCHAR), CAST(NULL AS DOUBLE), CAST(NULL AS VARCHAR), CAST(NULL AS DOUBLE),
    r.snapshot_id, r.locator, r.provenance, r.publication, COALESCE(r.note, 'supplies, as reported')
FROM linked__role AS r
JOIN pair__shown AS p ON p.exporter_party_id = r.holder_party_id AND p.importer_party_id = r.subject_party_id
JOIN linked__party AS e ON e.party_id = r.holder_party_id
JOIN linked__party AS i ON i.party_id = r.subject_party_id
WHERE r.role_kind = 'supplies'
  AND (r.from_on IS NULL OR r.from_on <= CAST($as_of_on AS DATE))
ORDER BY exporter_party_id, importer_party_id, value_usd DESC NULLS LAST, declared_on NULLS LAST, snapshot_id, locator
