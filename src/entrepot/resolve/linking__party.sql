-- One row a party; name and evidence are those of its best record.
WITH member AS (
  SELECT
    o.party_id,
    r.*,
    row_number() OVER (PARTITION BY o.party_id ORDER BY r.record_rank, r.source_party_id) AS best_rank,
    row_number() OVER (
      PARTITION BY o.party_id
      ORDER BY CASE WHEN r.country_iso IS NULL THEN 1 ELSE 0 END, r.record_rank, r.source_party_id
    ) AS country_rank,
    row_number() OVER (
      PARTITION BY o.party_id
      ORDER BY CASE WHEN r.party_kind = 'unknown' THEN 1 ELSE 0 END, r.record_rank, r.source_party_id
    ) AS kind_rank
  FROM resolve__party_of o
  JOIN resolve__record r ON r.source_party_id = o.source_party_id
),
cluster AS (
  SELECT
    party_id,
    max(CASE WHEN kind_rank = 1 THEN party_kind END) AS party_kind,
    max(CASE WHEN country_rank = 1 THEN country_iso END) AS country_iso,
    min(incorporated_on) AS incorporated_on,
    count(*) AS record_count
  FROM member
  GROUP BY party_id
),
-- A key joined something only where two records of the cluster carry it.
applied AS (
  SELECT c.party_id, c.label, min(c.link_key) AS link_key
  FROM (
    SELECT k.link_key, k.label, p.party_id
    FROM resolve__carrier k
    JOIN resolve__party_of p ON p.source_party_id = k.source_party_id
    GROUP BY k.link_key, k.label, p.party_id
    HAVING count(*) > 1
  ) c
  GROUP BY c.party_id, c.label
),
numbered AS (
  SELECT party_id, label, row_number() OVER (PARTITION BY party_id ORDER BY link_key, label) AS place
  FROM applied
),
reason AS (
  SELECT
    party_id,
    concat_ws(
      '; ',
      max(CASE WHEN place = 1 THEN label END),
      max(CASE WHEN place = 2 THEN label END),
      max(CASE WHEN place = 3 THEN label END),
      max(CASE WHEN place = 4 THEN 'and more' END)
    ) AS joined_by
  FROM numbered
  GROUP BY party_id
)
SELECT
  m.party_id,
  c.party_kind,
  m.name,
  c.country_iso,
  c.incorporated_on,
  c.record_count,
  q.joined_by,
  m.snapshot_id,
  m.locator,
  m.provenance,
  m.publication
FROM member m
JOIN cluster c ON c.party_id = m.party_id
LEFT JOIN reason q ON q.party_id = m.party_id
WHERE m.best_rank = 1
ORDER BY m.party_id
