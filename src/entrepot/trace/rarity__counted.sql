-- How common the goods asked about are among those of their goods code: lines of the code, of the quantity, of
-- quantities near it, of the part, of part and quantity, of the brand. A near quantity lies in the same step of 2 % or beside.
WITH code AS (
  SELECT hs6, COUNT(*) AS lines
  FROM trace__consignment
  GROUP BY hs6
),
amount AS (
  SELECT hs6, quantity, COUNT(*) AS lines
  FROM trace__consignment
  GROUP BY hs6, quantity
),
step AS (
  SELECT hs6, CAST(floor(ln(quantity) / 0.02) AS BIGINT) AS bucket, SUM(lines) AS lines
  FROM amount
  GROUP BY hs6, CAST(floor(ln(quantity) / 0.02) AS BIGINT)
),
near AS (
  SELECT s.hs6, s.bucket + m.shift AS bucket, SUM(s.lines) AS lines
  FROM step AS s
  CROSS JOIN (SELECT -1 AS shift UNION ALL SELECT 0 AS shift UNION ALL SELECT 1 AS shift) AS m
  GROUP BY s.hs6, s.bucket + m.shift
),
part AS (
  SELECT hs6, part_key, COUNT(*) AS lines
  FROM trace__consignment
  WHERE part_key IS NOT NULL
  GROUP BY hs6, part_key
),
part_amount_here AS (
  SELECT DISTINCT hs6, part_key, quantity
  FROM trace__goods_asked
  WHERE part_key IS NOT NULL
),
part_amount AS (
  SELECT c.hs6, c.part_key, c.quantity, COUNT(*) AS lines
  FROM trace__consignment AS c
  JOIN part_amount_here AS h ON h.hs6 = c.hs6 AND h.part_key = c.part_key AND h.quantity = c.quantity
  GROUP BY c.hs6, c.part_key, c.quantity
),
brand AS (
  SELECT hs6, brand_key, COUNT(*) AS lines
  FROM trace__consignment
  WHERE brand_key IS NOT NULL
  GROUP BY hs6, brand_key
)
SELECT
  c.lines AS code_lines,
  a.lines AS equal_lines,
  CAST(n.lines AS BIGINT) AS near_lines,
  COALESCE(p.lines, 0) AS part_lines,
  COALESCE(q.lines, 0) AS part_equal_lines,
  COALESCE(b.lines, 0) AS brand_lines
FROM trace__goods_asked AS l
JOIN code AS c ON c.hs6 = l.hs6
JOIN amount AS a ON a.hs6 = l.hs6 AND a.quantity = l.quantity
JOIN near AS n ON n.hs6 = l.hs6 AND n.bucket = CAST(floor(ln(l.quantity) / 0.02) AS BIGINT)
LEFT JOIN part AS p ON p.hs6 = l.hs6 AND p.part_key = l.part_key
LEFT JOIN part_amount AS q ON q.hs6 = l.hs6 AND q.part_key = l.part_key AND q.quantity = l.quantity
LEFT JOIN brand AS b ON b.hs6 = l.hs6 AND b.brand_key = l.brand_key
ORDER BY l.place
