-- How many purchases state a currency, and how many firms bought listed goods.
SELECT
  COUNT(*) AS line_count,
  COUNT(DISTINCT CASE WHEN is_listed THEN party_id END) AS firm_count
FROM m10__base
