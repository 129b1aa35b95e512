-- Lines of those firms near such a day, for each watched currency the firm ever used: is the line in it, and what share of the
-- lines of all other firms of the country in the same chapter and month are (the cell mean, the firm itself left out).
WITH cell AS (
  SELECT country_iso, hs2, month_index, COUNT(*) AS line_count
  FROM m10__base
  GROUP BY country_iso, hs2, month_index
),
own AS (
  SELECT party_id, country_iso, hs2, month_index, COUNT(*) AS line_count
  FROM m10__base
  GROUP BY party_id, country_iso, hs2, month_index
),
cell_in AS (
  SELECT country_iso, hs2, month_index, currency_code, COUNT(*) AS line_count
  FROM m10__base
  WHERE list_contains($currencies, currency_code)
  GROUP BY country_iso, hs2, month_index, currency_code
),
own_in AS (
  SELECT party_id, country_iso, hs2, month_index, currency_code, COUNT(*) AS line_count
  FROM m10__base
  WHERE list_contains($currencies, currency_code)
  GROUP BY party_id, country_iso, hs2, month_index, currency_code
),
used AS (
  SELECT DISTINCT party_id, currency_code
  FROM own_in
)
SELECT
  e.party_id,
  e.event_on,
  e.partner_id,
  u.currency_code AS watched_code,
  b.declaration_id,
  b.declared_on,
  b.declared_on >= e.event_on AS is_after,
  CASE WHEN b.currency_code = u.currency_code THEN 1 ELSE 0 END AS is_in,
  CAST(COALESCE(ci.line_count, 0) - COALESCE(oi.line_count, 0) AS DOUBLE) / (c.line_count - o.line_count) AS others_share
FROM m10__event AS e
JOIN used AS u ON u.party_id = e.party_id
JOIN m10__base AS b ON b.party_id = e.party_id
JOIN cell AS c ON c.country_iso = b.country_iso AND c.hs2 = b.hs2 AND c.month_index = b.month_index
JOIN own AS o
  ON o.party_id = b.party_id AND o.country_iso = b.country_iso AND o.hs2 = b.hs2 AND o.month_index = b.month_index
LEFT JOIN cell_in AS ci
  ON ci.country_iso = b.country_iso AND ci.hs2 = b.hs2 AND ci.month_index = b.month_index
  AND ci.currency_code = u.currency_code
LEFT JOIN own_in AS oi
  ON oi.party_id = b.party_id AND oi.country_iso = b.country_iso AND oi.hs2 = b.hs2 AND oi.month_index = b.month_index
  AND oi.currency_code = u.currency_code
WHERE c.line_count - o.line_count >= $min_cell_lines
  AND b.declared_on >= e.event_on - CAST($window_days AS INTEGER)
  AND b.declared_on < e.event_on + CAST($window_days AS INTEGER)
