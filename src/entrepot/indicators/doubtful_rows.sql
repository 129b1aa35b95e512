-- Places of doubtful lines, and why.
SELECT DISTINCT snapshot_id, locator, doubt_kind
FROM linked__line_doubt
ORDER BY snapshot_id, locator, doubt_kind
