-- Why records are one party: for every key that several records of a party carry, its lowest record beside each other one.
WITH member AS (
  SELECT
    k.link_key,
    k.rule,
    k.reason,
    k.shared_text,
    k.weight,
    k.source_party_id,
    p.party_id,
    min(k.source_party_id) OVER (PARTITION BY k.link_key, p.party_id) AS first_id
  FROM resolve__carrier k
  JOIN resolve__party_of p ON p.source_party_id = k.source_party_id
),
named_place AS (
  SELECT
    source_party_id,
    concat_ws(' ', scheme, identifier) AS shared_text,
    'identifier' AS basis,
    snapshot_id,
    locator,
    provenance,
    publication
  FROM core__identifier
  UNION ALL
  SELECT source_party_id, name_key AS shared_text, 'name' AS basis, snapshot_id, locator, provenance, publication
  FROM core__party_name
  WHERE name_key IS NOT NULL
),
placed AS (
  SELECT
    m.link_key,
    m.source_party_id,
    n.snapshot_id,
    n.locator,
    n.provenance,
    n.publication,
    row_number() OVER (
      PARTITION BY m.link_key, m.source_party_id
      ORDER BY n.snapshot_id, n.locator, n.provenance, n.publication NULLS LAST
    ) AS place
  FROM member m
  JOIN named_place n
    ON n.source_party_id = m.source_party_id AND n.shared_text = m.shared_text
    AND n.basis = CASE WHEN m.rule = 'identifier' THEN 'identifier' ELSE 'name' END
),
evidence AS (
  SELECT
    m.link_key,
    m.source_party_id,
    coalesce(p.snapshot_id, r.snapshot_id) AS snapshot_id,
    coalesce(p.locator, r.locator) AS locator,
    coalesce(p.provenance, r.provenance) AS provenance,
    CASE WHEN p.snapshot_id IS NULL THEN r.publication ELSE p.publication END AS publication
  FROM member m
  JOIN resolve__record r ON r.source_party_id = m.source_party_id
  LEFT JOIN placed p ON p.link_key = m.link_key AND p.source_party_id = m.source_party_id AND p.place = 1
)
SELECT
  m.party_id,
  m.first_id AS source_party_a,
  m.source_party_id AS source_party_b,
  m.rule,
  m.reason,
  m.weight,
  b.snapshot_id AS b_snapshot_id,
  b.locator AS b_locator,
  a.snapshot_id,
  a.locator,
  a.provenance,
  a.publication
FROM member m
JOIN evidence a ON a.link_key = m.link_key AND a.source_party_id = m.first_id
JOIN evidence b ON b.link_key = m.link_key AND b.source_party_id = m.source_party_id
WHERE m.source_party_id <> m.first_id
ORDER BY m.party_id, m.weight DESC, m.rule, m.reason, source_party_a, source_party_b
