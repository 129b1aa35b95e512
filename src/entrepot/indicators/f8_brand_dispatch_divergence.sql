-- Importers in the destination, by maker that stopped sending there (f8__stopped): lines and value since, and of these
-- what was dispatched from outside the coalition, from a country that was no place of contract manufacture of the maker.
WITH place AS (
  SELECT maker, dispatch_iso, SUM(lines_before) AS lines_before
  FROM f8__route
  GROUP BY maker, dispatch_iso
),
total AS (
  SELECT maker, SUM(lines_before) AS lines_before
  FROM place
  GROUP BY maker
),
usual AS (
  SELECT p.maker, p.dispatch_iso
  FROM place AS p
  JOIN total AS t ON t.maker = p.maker
  WHERE p.lines_before > 0
    AND p.lines_before >= $usual_share * t.lines_before
)
SELECT
  r.importer_party_id AS party_id,
  r.maker,
  CAST(SUM(r.lines_after) AS BIGINT) AS lines,
  CAST(SUM(CASE WHEN NOT r.is_direct AND u.maker IS NULL THEN r.lines_after ELSE 0 END) AS BIGINT) AS divergent_lines,
  CAST(SUM(CASE WHEN NOT r.is_direct AND u.maker IS NOT NULL THEN r.lines_after ELSE 0 END) AS BIGINT) AS usual_lines,
  CAST(SUM(r.months_after) AS BIGINT) AS months,
  CAST(SUM(CASE WHEN NOT r.is_direct AND u.maker IS NULL THEN r.months_after ELSE 0 END) AS BIGINT) AS divergent_months,
  CAST(SUM(r.after_usd) AS DOUBLE) AS value_usd,
  CAST(SUM(CASE WHEN NOT r.is_direct AND u.maker IS NULL THEN r.after_usd ELSE 0 END) AS DOUBLE) AS divergent_usd,
  MIN(CASE WHEN NOT r.is_direct AND u.maker IS NULL AND r.lines_after > 0 THEN r.dispatch_iso END) AS dispatch_iso
FROM f8__route AS r
JOIN f8__stopped AS s ON s.maker = r.maker
LEFT JOIN usual AS u ON u.maker = r.maker AND u.dispatch_iso = r.dispatch_iso
WHERE r.is_destination
  AND r.lines_after > 0
GROUP BY r.importer_party_id, r.maker
ORDER BY r.importer_party_id, divergent_usd DESC, r.maker
