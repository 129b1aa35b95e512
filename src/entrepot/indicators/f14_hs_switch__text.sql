-- Goods texts and part numbers of the firms in f14__asked (party_id, listed_on, listed_code, sibling_code): the listed
-- code's before the listing, the sibling's after it, with their value.
SELECT
  a.party_id, a.listed_code, a.sibling_code, l.hs_group_id = a.listed_code AS is_listed,
  l.goods_description, l.part_number_key, CAST(SUM(COALESCE(l.value_usd, 0)) AS DOUBLE) AS value_usd, COUNT(*) AS lines
FROM f14__asked AS a
JOIN receipt__line AS l ON l.importer_party_id = a.party_id
WHERE l.declared_on <= CAST($as_of_on AS DATE)
  AND ((l.hs_group_id = a.listed_code AND l.declared_on < a.listed_on
        AND l.declared_on >= a.listed_on - CAST($window_days AS INTEGER))
    OR (l.hs_group_id = a.sibling_code AND l.declared_on >= a.listed_on
        AND l.declared_on < a.listed_on + CAST($window_days AS INTEGER)))
GROUP BY a.party_id, a.listed_code, a.sibling_code, l.hs_group_id = a.listed_code, l.goods_description, l.part_number_key
ORDER BY a.party_id, a.listed_code, a.sibling_code, is_listed, value_usd DESC, l.goods_description NULLS LAST,
  l.part_number_key NULLS LAST
