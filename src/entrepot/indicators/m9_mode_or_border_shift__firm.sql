-- How many firms took each way since the cut-off.
SELECT feature, reporting_iso, from_iso, to_iso, COUNT(DISTINCT party_id) AS firms_after
FROM m9__shown
WHERE is_after
  AND is_hit
GROUP BY feature, reporting_iso, from_iso, to_iso
ORDER BY feature, reporting_iso, from_iso, to_iso
