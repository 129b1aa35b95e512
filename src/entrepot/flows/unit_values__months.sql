-- The months with a premium of exporters and goods groups named `REPORTER>GROUP`.
SELECT reporter_iso, group_id, month_index, value, mass_kg, rest_value, rest_mass_kg, premium
FROM flows__unit_value
WHERE premium IS NOT NULL
  AND list_contains($corridors, concat(reporter_iso, '>', group_id))
ORDER BY reporter_iso, group_id, month_index
