-- Monthly exports by reporter, partner and edition-harmonised goods group, for the study's goods list.
-- Levels are never added: of one file's rows for a reporter and month the deepest level that holds codes is taken
-- (CN8, else HS6). Where a file holds the EU total beside its members, the total is taken.
WITH listed AS (
    SELECT DISTINCT coalesce(g.group_id, l.hs6) AS hs_group_id
    FROM codes__controlled_good l
    LEFT JOIN codes__hs_group g ON g.hs6 = l.hs6
    WHERE l.list_id = $controls_list
), tiers AS (
    SELECT coalesce(g.group_id, l.hs6) AS hs_group_id, min(l.tier) AS tier
    FROM codes__controlled_good l
    LEFT JOIN codes__hs_group g ON g.hs6 = l.hs6
    WHERE l.list_id = $controls_list
    GROUP BY coalesce(g.group_id, l.hs6)
), grouped AS (
    SELECT f.*, coalesce(g.group_id, f.hs6) AS hs_group_id, coalesce(g.is_break, FALSE) AS is_break,
           coalesce(g.is_predecessor_unverified, FALSE) AS is_predecessor_unverified
    FROM linked__trade_flow f
    LEFT JOIN codes__hs_group g ON g.hs6 = f.hs6
    WHERE f.flow_code = 'X' AND f.frequency = 'M' AND f.goods_level IN ('CN8', 'HS6')
), depth AS (
    SELECT snapshot_id, reporter_iso, hs_group_id, max(CASE WHEN goods_level = 'CN8' THEN 1 ELSE 0 END) AS has_cn8
    FROM grouped
    GROUP BY snapshot_id, reporter_iso, hs_group_id
), totals AS (
    SELECT snapshot_id, max(CASE WHEN reporter_iso = 'EU' THEN 1 ELSE 0 END) AS has_eu
    FROM grouped
    GROUP BY snapshot_id
)
SELECT f.snapshot_id, f.reporter_iso, f.partner_iso, f.hs_group_id, t.tier, f.is_break, f.is_predecessor_unverified, f.period_on,
       CASE WHEN f.value_eur IS NOT NULL THEN 'EUR' ELSE 'USD' END AS currency,
       sum(coalesce(f.value_eur, f.value_usd)) AS month_value,
       count(*) AS row_count, min(f.locator) AS locator, max(f.provenance) AS provenance, max(f.publication) AS publication
FROM grouped f
JOIN listed l ON l.hs_group_id = f.hs_group_id
JOIN tiers t ON t.hs_group_id = f.hs_group_id
JOIN depth d ON d.snapshot_id = f.snapshot_id AND d.reporter_iso = f.reporter_iso AND d.hs_group_id = f.hs_group_id
JOIN totals e ON e.snapshot_id = f.snapshot_id
WHERE (d.has_cn8 = 0 OR f.goods_level = 'CN8') AND (e.has_eu = 0 OR f.reporter_iso = 'EU')
GROUP BY f.snapshot_id, f.reporter_iso, f.partner_iso, f.hs_group_id, t.tier, f.is_break, f.is_predecessor_unverified, f.period_on,
         CASE WHEN f.value_eur IS NOT NULL THEN 'EUR' ELSE 'USD' END
ORDER BY f.snapshot_id, f.reporter_iso, f.partner_iso, f.hs_group_id, f.period_on
