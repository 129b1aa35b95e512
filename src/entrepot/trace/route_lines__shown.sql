-- The first lines of what is shown: of each row and side, with how many there are. What is '' in trace__route_shown is any, and
-- the brand '*';
-- `is_since` is 0 before the day, 1 since, 2 both. `way` is any, direct (dispatched from home, or sent by the maker), other (only of the destination's
-- import ledger, by which makers are said to have stopped), or third (neither seat nor origin). Sides that end in a stop are read from their end.
WITH placed AS (
  SELECT
    s.row_key, s.side, s.is_from_end, l.declaration_id, l.declared_on, l.exporter_id, l.exporter_name, l.exporter_iso, l.importer_id,
    l.importer_name, l.hs6, l.goods_description, l.part_number, l.dispatch_iso, l.producer_hq_iso, l.origin_iso, l.value_usd,
    l.snapshot_id, l.locator, l.provenance, l.publication
  FROM trace__route_shown AS s
  JOIN trace__route_brand AS b ON b.is_first = 1 AND (s.brand_key = '*' OR b.brand_key = s.brand_key)
  JOIN trace__route_line AS l ON l.maker_id = b.maker_id AND l.brand = b.brand AND l.producer_name = b.producer_name
  LEFT JOIN trace__route_own AS o ON o.brand_key = b.brand_key AND o.exporter_id = l.exporter_id
  WHERE (s.hs_group_id = '' OR s.hs_group_id = l.hs_group_id)
    AND (s.dispatch_iso = '' OR s.dispatch_iso = l.dispatch_iso)
    AND (s.is_since = 2 OR (s.is_since = 1) = (l.phase > 0))
    AND CASE s.way
      WHEN 'any' THEN TRUE
      WHEN 'direct' THEN o.brand_key IS NOT NULL OR l.is_home = 1
      WHEN 'other'
        THEN l.is_in_ledger = 1 AND o.brand_key IS NULL AND l.is_home = 0 AND l.producer_hq_iso <> '' AND l.dispatch_iso <> ''
      ELSE
        l.producer_hq_iso <> '' AND l.dispatch_iso <> '' AND l.origin_iso <> ''
        AND l.dispatch_iso <> l.producer_hq_iso AND l.dispatch_iso <> l.origin_iso
    END
),
numbered AS (
  SELECT
    *,
    COUNT(*) OVER (PARTITION BY row_key, side) AS line_count,
    MAX(CASE provenance WHEN 'observed' THEN 0 WHEN 'reported' THEN 1 WHEN 'reconstructed' THEN 2 ELSE 3 END)
      OVER (PARTITION BY row_key, side) AS weakest,
    ROW_NUMBER() OVER (
      PARTITION BY row_key, side
      ORDER BY
        CASE WHEN is_from_end = 1 THEN date_diff('day', declared_on, CAST($as_of_on AS DATE)) ELSE 0 END,
        declared_on, snapshot_id, locator, declaration_id
    ) AS place
  FROM placed
)
SELECT
  row_key, side, place, line_count, weakest, declared_on, exporter_id, exporter_name, exporter_iso, importer_id, importer_name,
  hs6, goods_description, part_number, dispatch_iso, producer_hq_iso, origin_iso, CAST(value_usd AS DOUBLE) AS value_usd,
  snapshot_id, locator, provenance, publication
FROM numbered
WHERE place <= $lines_shown
ORDER BY row_key, side, place
