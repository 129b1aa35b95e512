-- How many controlled lines have a value and a quantity.
SELECT COUNT(*) AS lines
FROM linked__declaration AS d
JOIN controlled__code AS c ON c.hs6 = d.hs6
WHERE d.value_usd > 0
  AND d.quantity > 0
  AND d.declared_on <= CAST($as_of_on AS DATE)
