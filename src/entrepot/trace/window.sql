-- Days between goods in and goods out of the same part, quantity and unit at one firm, out before in counted too (less than
-- zero): those can only be chance. Round quantities and those that come often at a firm are left out.
WITH received AS (
  SELECT importer_id AS party_id, part_key, quantity, unit, COUNT(*) AS lines, MIN(arrived_on) AS first_on
  FROM trace__consignment
  WHERE importer_id IS NOT NULL AND part_key IS NOT NULL AND quantity <> round(quantity / 100) * 100
  GROUP BY importer_id, part_key, quantity, unit
),
sent AS (
  SELECT exporter_id AS party_id, part_key, quantity, unit, COUNT(*) AS lines, MIN(left_on) AS first_on
  FROM trace__consignment
  WHERE exporter_id IS NOT NULL AND part_key IS NOT NULL AND quantity <> round(quantity / 100) * 100
  GROUP BY exporter_id, part_key, quantity, unit
)
SELECT date_diff('day', r.first_on, s.first_on) AS lag_days, COUNT(*) AS pairs
FROM received AS r
JOIN sent AS s ON s.party_id = r.party_id AND s.part_key = r.part_key AND s.quantity = r.quantity AND s.unit = r.unit
WHERE r.lines = 1 AND s.lines = 1
  AND abs(date_diff('day', r.first_on, s.first_on)) <= $days_at_most
GROUP BY date_diff('day', r.first_on, s.first_on)
ORDER BY lag_days
