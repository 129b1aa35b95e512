-- One row a partner and month: trade in the study's goods.
SELECT f.partner_iso, coalesce(t.name, f.partner_iso) AS partner_name, f.currency, f.period_on,
       sum(f.month_value) AS month_value, sum(f.row_count) AS row_count, f.snapshot_id,
       max(f.provenance) AS provenance, max(f.publication) AS publication
FROM flows__goods_month f
LEFT JOIN codes__territory t ON t.country_iso = f.partner_iso
GROUP BY f.partner_iso, coalesce(t.name, f.partner_iso), f.currency, f.period_on, f.snapshot_id
ORDER BY f.snapshot_id, f.partner_iso, f.period_on
