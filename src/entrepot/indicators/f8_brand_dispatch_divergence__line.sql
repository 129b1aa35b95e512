-- The largest lines of the given importers of goods of makers that stopped sending to the destination, since then, from
-- outside the coalition and outside the maker's places of contract manufacture.
WITH coalition AS (
  SELECT DISTINCT country_iso
  FROM codes__country_set
  WHERE set_id = $coalition_set
    AND (valid_to_on IS NULL OR valid_to_on >= CAST($cutoff_on AS DATE))
),
place AS (
  SELECT maker, dispatch_iso, SUM(lines_before) AS lines_before
  FROM f8__route
  GROUP BY maker, dispatch_iso
),
total AS (
  SELECT maker, SUM(lines_before) AS lines_before
  FROM place
  GROUP BY maker
),
ranked AS (
  SELECT
    l.importer_party_id AS party_id, l.exporter_party_id, l.declared_on, l.importer_name, l.exporter_name, l.hs6,
    l.goods_description, l.part_number, l.quantity, l.quantity_unit, CAST(l.value_usd AS DOUBLE) AS value_usd,
    l.snapshot_id, l.locator, l.provenance, l.publication,
    ROW_NUMBER() OVER (
      PARTITION BY l.importer_party_id ORDER BY l.value_usd DESC NULLS LAST, l.declared_on, l.snapshot_id, l.locator
    ) AS position
  FROM receipt__line AS l
  JOIN receipt__listed_code AS c ON c.hs6 = l.hs6
  JOIN f8__stopped AS s ON s.maker = l.maker
  JOIN coalition AS q ON q.country_iso = l.producer_hq_iso
  JOIN place AS p ON p.maker = l.maker AND p.dispatch_iso = l.dispatch_iso
  JOIN total AS t ON t.maker = l.maker
  LEFT JOIN coalition AS g ON g.country_iso = l.dispatch_iso
  WHERE list_contains($party_ids, l.importer_party_id)
    AND l.importer_iso = $destination_iso
    AND l.declared_on >= CAST($cutoff_on AS DATE) + CAST($run_out_days AS INTEGER)
    AND l.declared_on <= CAST($as_of_on AS DATE)
    AND g.country_iso IS NULL
    AND (p.lines_before = 0 OR p.lines_before < $usual_share * t.lines_before)
)
SELECT
  party_id, exporter_party_id, declared_on, importer_name, exporter_name, hs6, goods_description, part_number, quantity,
  quantity_unit, value_usd, snapshot_id, locator, provenance, publication
FROM ranked
WHERE position <= $lines_shown
ORDER BY party_id, position
