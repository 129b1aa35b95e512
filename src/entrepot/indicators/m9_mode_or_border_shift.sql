-- Three yes-or-no questions of each way, each over the lines whose field is filled: did the goods leave by an office of a border
-- country (its code begins with the country, eight signs in all), did they pass through the destination, did they go over land.
-- `said` is the field as it stands, by which the lines behind an answer are found again.
SELECT
  reporting_iso, from_iso, to_iso, is_listed, is_after, line_count,
  'border_office' AS feature,
  office AS said,
  LENGTH(office) = 8 AND list_contains($border_isos, SUBSTRING(office, 1, 2)) AS is_hit
FROM m9__group
WHERE office IS NOT NULL
UNION ALL
SELECT
  reporting_iso, from_iso, to_iso, is_listed, is_after, line_count,
  'through_destination' AS feature,
  concat(COALESCE(route_iso, ''), ' ', COALESCE(procedure_text, '')) AS said,
  COALESCE(concat('>', route_iso, '>') LIKE concat('%>', $destination_iso, '>%'), FALSE)
    OR COALESCE(procedure_text LIKE concat('%transit%', LOWER($destination_iso), '%'), FALSE) AS is_hit
FROM m9__group
WHERE route_iso IS NOT NULL
  OR procedure_text LIKE concat('%transit%', LOWER($destination_iso), '%')
UNION ALL
SELECT
  reporting_iso, from_iso, to_iso, is_listed, is_after, line_count,
  'over_land' AS feature,
  transport_mode AS said,
  list_contains($land_modes, transport_mode) AS is_hit
FROM m9__group
WHERE transport_mode IS NOT NULL
