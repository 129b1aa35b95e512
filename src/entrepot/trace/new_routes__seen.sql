-- Brands that came before the day with such goods from such a country: one of them may be a route's brand in another spelling.
SELECT DISTINCT b.brand_key, c.hs_group_id, c.dispatch_iso
FROM trace__route_cell AS c
JOIN trace__route_brand AS b ON b.maker_id = c.maker_id AND b.brand = c.brand AND b.producer_name = c.producer_name
WHERE c.phase = 0
  AND b.brand_key <> ''
  AND c.dispatch_iso <> ''
ORDER BY b.brand_key, c.hs_group_id, c.dispatch_iso
