-- Ids of the transit declarations without a matching import of the given importers, the largest first.
WITH ranked AS (
  SELECT
    t.importer_party_id AS party_id,
    t.country_iso,
    t.exporter_party_id,
    t.declaration_id,
    ROW_NUMBER() OVER (
      PARTITION BY t.importer_party_id, t.country_iso
      ORDER BY d.value_usd DESC NULLS LAST, d.declared_on, d.snapshot_id, d.locator
    ) AS position
  FROM f12__matched AS t
  JOIN linked__declaration AS d ON d.declaration_id = t.declaration_id
  WHERE t.is_listed
    AND t.is_covered
    AND NOT t.is_matched
    AND list_contains($party_ids, t.importer_party_id)
)
SELECT party_id, country_iso, exporter_party_id, declaration_id
FROM ranked
WHERE position <= $lines_shown
ORDER BY party_id, country_iso, position
