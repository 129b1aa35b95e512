-- The names whose legal form has to be known.
SELECT DISTINCT name
FROM resolve__name
WHERE kind_group = 'firm'
ORDER BY name
