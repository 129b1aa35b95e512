-- One round: a record takes the lowest label that any of its keys has seen, then that label's own label.
WITH key_label AS (
  SELECT c.link_key, min(l.label) AS label
  FROM resolve__carrier c
  JOIN resolve__label l ON l.source_party_id = c.source_party_id
  GROUP BY c.link_key
),
lowest AS (
  SELECT c.source_party_id, min(k.label) AS label
  FROM resolve__carrier c
  JOIN key_label k ON k.link_key = c.link_key
  GROUP BY c.source_party_id
)
SELECT n.source_party_id, j.label, j.label <> o.label AS is_changed
FROM lowest n
JOIN lowest j ON j.source_party_id = n.label
JOIN resolve__label o ON o.source_party_id = n.source_party_id
ORDER BY n.source_party_id
