-- Doubtful lines by kind.
SELECT doubt_kind, count(DISTINCT declaration_id) AS lines
FROM linked__line_doubt
GROUP BY doubt_kind
ORDER BY doubt_kind
