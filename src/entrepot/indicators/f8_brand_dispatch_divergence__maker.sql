-- Makers of the coalition that sent to the destination directly before the cut-off: direct value before and after, and
-- what share of their lines came from other countries already then, places of contract manufacture left aside.
WITH place AS (
  SELECT maker, dispatch_iso, is_direct, SUM(lines_before) AS lines_before
  FROM f8__route
  GROUP BY maker, dispatch_iso, is_direct
),
total AS (
  SELECT maker, SUM(lines_before) AS lines_before
  FROM place
  GROUP BY maker
)
SELECT
  r.maker,
  CAST(SUM(CASE WHEN r.is_direct THEN r.before_usd ELSE 0 END) AS DOUBLE) AS direct_before_usd,
  CAST(SUM(CASE WHEN r.is_direct THEN r.after_usd ELSE 0 END) AS DOUBLE) AS direct_after_usd,
  CAST(SUM(r.lines_before) AS BIGINT) AS lines_before,
  CAST(SUM(CASE WHEN NOT r.is_direct AND p.lines_before < $usual_share * t.lines_before THEN r.lines_before ELSE 0 END) AS BIGINT)
    AS divergent_before
FROM f8__route AS r
JOIN place AS p ON p.maker = r.maker AND p.dispatch_iso = r.dispatch_iso
JOIN total AS t ON t.maker = r.maker
WHERE r.is_destination
GROUP BY r.maker
HAVING SUM(CASE WHEN r.is_direct THEN r.before_usd ELSE 0 END) >= $direct_before_min_usd
ORDER BY r.maker
