-- How many lines of one file another states in their stead, and their value by currency; decimals, so that no order of adding shows.
-- A value of a quadrillion or more is no money but a misread cell: its line counts, its value does not.
SELECT kind, counted_snapshot_id, snapshot_id, currency, count(*) AS line_count,
    sum(CASE WHEN abs(value_reported) < 1e15 THEN CAST(value_reported AS DECIMAL(38, 4)) END) AS reported_value,
    sum(CASE WHEN abs(value) < 1e15 THEN CAST(value AS DECIMAL(38, 4)) END) AS value
FROM (
    SELECT kind, counted_snapshot_id, snapshot_id, value_reported, coalesce(value_reported, value_usd) AS value,
        CASE WHEN value_reported IS NULL AND value_usd IS NOT NULL THEN 'USD' ELSE coalesce(currency_code, $no_currency) END AS currency
    FROM (
        SELECT 'overlap' AS kind, kept_snapshot_id AS counted_snapshot_id, snapshot_id, value_reported, value_usd, currency_code
        FROM case__repeated_line
        UNION ALL
        SELECT 'amendment' AS kind, superseded_by_snapshot_id AS counted_snapshot_id, snapshot_id, value_reported, value_usd, currency_code
        FROM core__superseded_declaration
    ) left_out
) valued
GROUP BY kind, counted_snapshot_id, snapshot_id, currency
ORDER BY kind, counted_snapshot_id, snapshot_id, currency
