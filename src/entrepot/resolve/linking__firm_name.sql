-- The names of firms that records share: their legal forms have to be known.
SELECT DISTINCT name
FROM resolve__name
WHERE kind_group = 'firm'
ORDER BY name
