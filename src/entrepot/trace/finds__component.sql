-- Finds in the equipment asked about ('' takes all) by the day asked; a find without a day is kept, and published totals over all
-- equipment are no finds.
SELECT
  equipment,
  found_on,
  maker_name,
  maker_country_iso,
  part_number,
  part_number_key,
  description,
  hs6,
  component_count,
  count_basis,
  snapshot_id,
  locator,
  provenance,
  publication,
  component_id
FROM linked__component
WHERE equipment <> 'all'
  AND (found_on IS NULL OR found_on <= CAST($as_of_on AS DATE))
  AND ($weapon = '' OR strpos(lower(equipment), $weapon) > 0)
ORDER BY equipment, maker_name NULLS LAST, part_number NULLS LAST, component_id
