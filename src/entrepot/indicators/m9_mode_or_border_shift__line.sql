-- Ids of lines of listed goods behind ways: those that say yes after the cut-off first, then those that say no before it.
WITH ranked AS (
  SELECT
    w.*,
    ROW_NUMBER() OVER (
      PARTITION BY w.feature, w.reporting_iso, w.from_iso, w.to_iso, w.is_after
      ORDER BY CASE WHEN w.is_hit = w.is_after THEN 0 ELSE 1 END, w.declared_on DESC, w.declaration_id
    ) AS place
  FROM m9__shown AS w
)
SELECT r.feature, r.reporting_iso, r.from_iso, r.to_iso, r.is_after, r.declaration_id
FROM ranked AS r
WHERE r.place <= $lines_shown
ORDER BY r.feature, r.reporting_iso, r.from_iso, r.to_iso, r.is_after DESC, r.place
