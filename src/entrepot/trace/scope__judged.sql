-- Goods lines without those that say of a part what was judged to mean another one (another maker's, or too little), and without
-- those later than every find of their part.
SELECT d.*
FROM trace__line AS d
LEFT JOIN trace__left_out AS o
  ON o.part_key = d.part_number_key
  AND o.maker_id = COALESCE(d.maker_id, '')
  AND o.brand = COALESCE(d.brand, '')
  AND o.producer_name = COALESCE(d.producer_name, '')
  AND o.hs6 = COALESCE(d.hs6, '')
LEFT JOIN trace__found_by AS f ON f.part_key = d.part_number_key AND d.declared_on > f.found_by
WHERE o.part_key IS NULL
  AND f.part_key IS NULL
