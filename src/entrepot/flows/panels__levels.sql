-- Mean month of each partner in the baseline window and after it, over the study's goods list.
-- Means are over all months that the file covers, so that a month without trade counts as zero.
WITH months AS (
    SELECT snapshot_id, currency, period_on,
           CASE WHEN period_on >= CAST($stock_from_on AS DATE) AND period_on <= CAST($stock_to_on AS DATE) THEN 1 ELSE 0 END AS is_stock
    FROM flows__goods_month
    GROUP BY snapshot_id, currency, period_on
), spans AS (
    SELECT snapshot_id, currency,
           count(CASE WHEN period_on >= CAST($base_from_on AS DATE) AND period_on <= CAST($base_to_on AS DATE) AND is_stock = 0 THEN 1 END)
               AS baseline_months,
           count(CASE WHEN period_on >= CAST($after_on AS DATE) THEN 1 END) AS after_months,
           max(period_on) AS last_period_on
    FROM months
    GROUP BY snapshot_id, currency
), recent AS (
    SELECT m.snapshot_id, m.currency, min(m.period_on) AS recent_from_on, count(*) AS recent_months
    FROM months m
    JOIN spans s ON s.snapshot_id = m.snapshot_id AND s.currency = m.currency
    WHERE date_diff('month', m.period_on, s.last_period_on) < $recent_months AND m.period_on >= CAST($after_on AS DATE)
    GROUP BY m.snapshot_id, m.currency
), sums AS (
    SELECT f.snapshot_id, f.currency, f.partner_iso,
           sum(CASE WHEN f.period_on >= CAST($base_from_on AS DATE) AND f.period_on <= CAST($base_to_on AS DATE)
                     AND NOT (f.period_on >= CAST($stock_from_on AS DATE) AND f.period_on <= CAST($stock_to_on AS DATE))
                    THEN f.month_value ELSE 0 END) AS baseline_value,
           sum(CASE WHEN f.period_on >= r.recent_from_on THEN f.month_value ELSE 0 END) AS recent_value,
           sum(f.row_count) AS row_count, min(f.locator) AS locator, max(f.provenance) AS provenance,
           max(f.publication) AS publication
    FROM flows__goods_month f
    JOIN recent r ON r.snapshot_id = f.snapshot_id AND r.currency = f.currency
    GROUP BY f.snapshot_id, f.currency, f.partner_iso
)
SELECT v.partner_iso, t.name AS partner_name, v.currency, s.baseline_months, r.recent_months, r.recent_from_on, s.last_period_on,
       v.baseline_value / s.baseline_months AS baseline_monthly,
       v.recent_value / r.recent_months AS recent_monthly,
       CASE WHEN v.baseline_value > 0 THEN (v.recent_value / r.recent_months) / (v.baseline_value / s.baseline_months) END AS ratio,
       v.row_count, v.snapshot_id, v.locator, v.provenance, v.publication
FROM sums v
JOIN spans s ON s.snapshot_id = v.snapshot_id AND s.currency = v.currency
JOIN recent r ON r.snapshot_id = v.snapshot_id AND r.currency = v.currency
LEFT JOIN codes__territory t ON t.country_iso = v.partner_iso
WHERE s.baseline_months > 0
ORDER BY v.snapshot_id, recent_monthly DESC NULLS LAST, v.partner_iso
