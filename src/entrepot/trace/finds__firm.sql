-- Who sold such parts to whom: lines of one seller, buyer, part number and kind together, what reached the destination first; three
-- places of each are named. Export and import lines stand apart: they may be two views of one shipment.
WITH placed AS (
  SELECT
    *,
    concat_ws(
      '|', asked_key, part_key, maker_says, CAST(is_after_find AS VARCHAR), direction, COALESCE(seller_party_id, seller_name, ''),
      COALESCE(seller_iso, ''), COALESCE(buyer_party_id, buyer_name, ''), COALESCE(buyer_iso, ''), COALESCE(quantity_unit, '')
    ) AS firm_key
  FROM trace__find_line
),
numbered AS (
  SELECT
    *,
    ROW_NUMBER() OVER (PARTITION BY firm_key ORDER BY declared_on, snapshot_id, locator, declaration_id) AS place
  FROM placed
)
SELECT
  firm_key,
  asked_key,
  tier,
  tier_rank,
  reason,
  maker_says,
  is_after_find,
  is_to_destination,
  direction,
  MIN(seller_party_id) AS seller_party_id,
  MIN(seller_name) AS seller_name,
  MIN(seller_iso) AS seller_iso,
  MIN(buyer_party_id) AS buyer_party_id,
  MIN(buyer_name) AS buyer_name,
  MIN(buyer_iso) AS buyer_iso,
  MIN(part_number) AS part_number,
  COUNT(*) AS line_count,
  COUNT(*) FILTER (WHERE is_controlled_then) AS controlled_count,
  SUM(quantity) AS quantity,
  MIN(quantity_unit) AS quantity_unit,
  SUM(value_usd) AS value_usd,
  COUNT(*) FILTER (WHERE value_usd IS NULL) AS unvalued_count,
  MIN(declared_on) AS first_on,
  MAX(declared_on) AS last_on,
  MAX(CASE provenance WHEN 'observed' THEN 0 WHEN 'reported' THEN 1 WHEN 'reconstructed' THEN 2 ELSE 3 END) AS weakest,
  MAX(CASE WHEN place = 1 THEN snapshot_id END) AS snapshot_1,
  MAX(CASE WHEN place = 1 THEN locator END) AS locator_1,
  MAX(CASE WHEN place = 2 THEN snapshot_id END) AS snapshot_2,
  MAX(CASE WHEN place = 2 THEN locator END) AS locator_2,
  MAX(CASE WHEN place = 3 THEN snapshot_id END) AS snapshot_3,
  MAX(CASE WHEN place = 3 THEN locator END) AS locator_3
FROM numbered
GROUP BY firm_key, asked_key, tier, tier_rank, reason, maker_says, is_after_find, is_to_destination, direction
ORDER BY
  is_after_find, maker_says = 'differs', is_to_destination DESC, tier_rank, value_usd DESC NULLS LAST, line_count DESC,
  firm_key
