-- What lines that name such a part say of its maker and its code: few wordings, judged one by one.
SELECT
  d.part_key,
  COALESCE(d.maker_id, '') AS maker_id,
  COALESCE(d.brand, '') AS brand,
  COALESCE(d.producer_name, '') AS producer_name,
  COALESCE(d.hs6, '') AS hs6,
  COUNT(*) AS lines
FROM trace__find_near AS d
GROUP BY
  d.part_key, COALESCE(d.maker_id, ''), COALESCE(d.brand, ''), COALESCE(d.producer_name, ''), COALESCE(d.hs6, '')
ORDER BY part_key, maker_id, brand, producer_name, hs6
