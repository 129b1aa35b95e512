-- The share series behind steps: month by month the firm's lines, those in the currency, and the share of other firms.
SELECT
  x.party_id,
  CAST(EXTRACT(YEAR FROM x.declared_on) * 12 + EXTRACT(MONTH FROM x.declared_on) - 1 AS BIGINT) AS month_index,
  COUNT(*) AS line_count,
  CAST(SUM(x.is_in) AS BIGINT) AS hit_count,
  AVG(x.others_share) AS others_share
FROM m10__excess AS x
WHERE list_contains(
    $steps, concat(x.party_id, '>', CAST(x.event_on AS VARCHAR), '>', x.partner_id, '>', x.watched_code)
  )
GROUP BY x.party_id, CAST(EXTRACT(YEAR FROM x.declared_on) * 12 + EXTRACT(MONTH FROM x.declared_on) - 1 AS BIGINT)
ORDER BY x.party_id, month_index
