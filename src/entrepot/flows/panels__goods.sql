-- Value before and after the cut-off by partner and goods group.
SELECT f.partner_iso, f.hs_group_id, f.tier, f.is_break, f.currency,
       sum(CASE WHEN f.period_on < CAST($cutoff_on AS DATE) THEN f.month_value ELSE 0 END) AS value_before,
       sum(CASE WHEN f.period_on >= CAST($cutoff_on AS DATE) THEN f.month_value ELSE 0 END) AS value_after,
       f.snapshot_id, min(f.locator) AS locator, max(f.provenance) AS provenance, max(f.publication) AS publication
FROM flows__goods_month f
GROUP BY f.partner_iso, f.hs_group_id, f.tier, f.is_break, f.currency, f.snapshot_id
ORDER BY f.partner_iso, value_after DESC, f.hs_group_id
