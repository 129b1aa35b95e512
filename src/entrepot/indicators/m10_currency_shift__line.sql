-- Ids of the lines behind steps named `PARTY>DAY>PARTNER>CURRENCY`: those that speak for one first.
WITH ranked AS (
  SELECT
    x.party_id,
    x.event_on,
    x.partner_id,
    x.watched_code,
    x.declaration_id,
    x.is_after,
    ROW_NUMBER() OVER (
      PARTITION BY x.party_id, x.event_on, x.partner_id, x.watched_code, x.is_after
      ORDER BY CASE WHEN (x.is_in = 1) = x.is_after THEN 0 ELSE 1 END, x.declared_on, x.declaration_id
    ) AS place
  FROM m10__excess AS x
  WHERE list_contains(
      $steps, concat(x.party_id, '>', CAST(x.event_on AS VARCHAR), '>', x.partner_id, '>', x.watched_code)
    )
)
SELECT r.party_id, r.is_after, r.declaration_id
FROM ranked AS r
WHERE r.place <= $lines_shown
ORDER BY r.party_id, r.is_after, r.place
