-- The lines a successor finding rests on: on each side the largest, those of shared (partner, HS6) cells first.
-- Reads n2__shown (predecessor_id, successor_id, event_on): the pairs that are written out.
WITH inbound AS (
    SELECT
        CASE WHEN $side = 'importer' THEN importer_party_id ELSE exporter_party_id END AS trader_id,
        CASE WHEN $side = 'importer' THEN exporter_party_id ELSE importer_party_id END AS partner_id,
        declared_on, COALESCE(hs6, '') AS cell_hs6, hs6, exporter_name, importer_name, part_number, goods_description,
        quantity, quantity_unit, value_usd, snapshot_id, locator, provenance, publication
    FROM linked__declaration
    WHERE (importer_country_iso = $destination_iso
           OR (importer_country_iso IS NULL AND (destination_iso = $destination_iso
               OR (direction = 'import' AND reporting_iso = $destination_iso))))
      AND value_usd > 0
      AND declared_on <= CAST($as_of_on AS DATE)
),
sided AS (
    SELECT s.predecessor_id, s.successor_id, 'predecessor_before' AS side, i.partner_id, i.cell_hs6, i.declared_on,
           i.hs6, i.exporter_name, i.importer_name, i.part_number, i.goods_description, i.quantity, i.quantity_unit,
           i.value_usd, i.snapshot_id, i.locator, i.provenance, i.publication
    FROM n2__shown AS s
    JOIN inbound AS i ON i.trader_id = s.predecessor_id AND i.declared_on < s.event_on
        AND i.declared_on >= s.event_on - CAST($profile_days AS INTEGER)
    UNION ALL
    SELECT s.predecessor_id, s.successor_id, 'predecessor_after', i.partner_id, i.cell_hs6, i.declared_on,
           i.hs6, i.exporter_name, i.importer_name, i.part_number, i.goods_description, i.quantity, i.quantity_unit,
           i.value_usd, i.snapshot_id, i.locator, i.provenance, i.publication
    FROM n2__shown AS s
    JOIN inbound AS i ON i.trader_id = s.predecessor_id AND i.declared_on >= s.event_on
        AND i.declared_on < s.event_on + CAST($decline_days AS INTEGER)
    UNION ALL
    SELECT s.predecessor_id, s.successor_id, 'successor_after', i.partner_id, i.cell_hs6, i.declared_on,
           i.hs6, i.exporter_name, i.importer_name, i.part_number, i.goods_description, i.quantity, i.quantity_unit,
           i.value_usd, i.snapshot_id, i.locator, i.provenance, i.publication
    FROM n2__shown AS s
    JOIN inbound AS i ON i.trader_id = s.successor_id AND i.declared_on >= s.event_on
        AND i.declared_on < s.event_on + CAST($takeover_days AS INTEGER)
),
cell AS (
    SELECT predecessor_id, successor_id, partner_id, cell_hs6
    FROM sided
    GROUP BY predecessor_id, successor_id, partner_id, cell_hs6
    HAVING SUM(CASE WHEN side = 'predecessor_before' THEN 1 ELSE 0 END) > 0
       AND SUM(CASE WHEN side = 'successor_after' THEN 1 ELSE 0 END) > 0
),
ranked AS (
    SELECT
        s.predecessor_id, s.successor_id, s.side, s.declared_on, s.hs6, s.exporter_name, s.importer_name,
        s.part_number, s.goods_description, s.quantity, s.quantity_unit, s.value_usd,
        s.snapshot_id, s.locator, s.provenance, s.publication,
        ROW_NUMBER() OVER (PARTITION BY s.predecessor_id, s.successor_id, s.side
            ORDER BY CASE WHEN c.cell_hs6 IS NULL THEN 1 ELSE 0 END, s.value_usd DESC, s.snapshot_id, s.locator) AS position
    FROM sided AS s
    LEFT JOIN cell AS c ON c.predecessor_id = s.predecessor_id AND c.successor_id = s.successor_id
        AND c.partner_id = s.partner_id AND c.cell_hs6 = s.cell_hs6
)
SELECT predecessor_id, successor_id, side, declared_on, hs6, exporter_name, importer_name, part_number, goods_description,
       quantity, quantity_unit, value_usd, snapshot_id, locator, provenance, publication
FROM ranked
WHERE position <= $lines_shown
ORDER BY predecessor_id, successor_id, side, position
