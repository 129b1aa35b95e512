-- Every way goods took, once.
SELECT origin_iso, dispatch_iso, destination_iso, route_iso, hs2, SUM(line_count) AS line_count
FROM f11__leg
GROUP BY origin_iso, dispatch_iso, destination_iso, route_iso, hs2
ORDER BY origin_iso, dispatch_iso, destination_iso, route_iso, hs2
