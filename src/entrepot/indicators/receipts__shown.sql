-- The largest receipts that a finding rests on, for each subject and side of it. Reads receipt__shown: what is null
-- there is any, and where no goods are named, those on the study's list.
WITH ranked AS (
  SELECT
    w.subject_id,
    w.side,
    l.declared_on,
    l.importer_name,
    l.exporter_name,
    l.hs6,
    l.goods_description,
    l.part_number,
    l.quantity,
    l.quantity_unit,
    CAST(l.value_usd AS DOUBLE) AS value_usd,
    l.snapshot_id,
    l.locator,
    l.provenance,
    l.publication,
    ROW_NUMBER() OVER (
      PARTITION BY w.subject_id, w.side
      ORDER BY l.value_usd DESC NULLS LAST, l.declared_on, l.snapshot_id, l.locator
    ) AS position
  FROM receipt__shown AS w
  JOIN receipt__line AS l
    ON l.importer_party_id = w.importer_party_id
    AND l.declared_on >= w.from_on
    AND l.declared_on <= w.to_on
    AND (w.exporter_party_id IS NULL OR l.exporter_party_id = w.exporter_party_id)
    AND (w.hs_group_id IS NULL OR l.hs_group_id = w.hs_group_id)
    AND (w.part_number_key IS NULL OR l.part_number_key = w.part_number_key)
    AND (w.maker IS NULL OR l.maker = w.maker)
    AND (w.dispatch_iso IS NULL OR l.dispatch_iso = w.dispatch_iso)
  LEFT JOIN receipt__listed_code AS c ON c.hs6 = l.hs6
  WHERE l.declared_on <= CAST($as_of_on AS DATE)
    AND (c.hs6 IS NOT NULL OR w.hs_group_id IS NOT NULL)
)
SELECT DISTINCT
  subject_id, side, position, declared_on, importer_name, exporter_name, hs6, goods_description, part_number, quantity,
  quantity_unit, value_usd, snapshot_id, locator, provenance, publication
FROM ranked
WHERE position <= $lines_shown
ORDER BY subject_id, side, position, snapshot_id, locator
