-- The parties of most records, and how many edges of which kind hold each.
WITH edge AS (
  SELECT party_id, rule, count(*) AS edge_count
  FROM linked__merge
  GROUP BY party_id, rule
),
ranked AS (
  SELECT party_id, name, record_count, row_number() OVER (ORDER BY record_count DESC, party_id) AS place
  FROM linked__party
  WHERE record_count > 1
)
SELECT r.party_id, r.name, r.record_count, e.rule, e.edge_count
FROM ranked r
JOIN edge e ON e.party_id = r.party_id
WHERE r.place <= $most_shown
ORDER BY r.place, e.edge_count DESC, e.rule
