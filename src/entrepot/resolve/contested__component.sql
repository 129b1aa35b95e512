-- Components in which something may keep records apart; entrepot.resolve.clusters decides what does.
WITH held AS (
  SELECT DISTINCT label, fact_kind, fact
  FROM resolve__fact
),
several AS (
  SELECT label, fact_kind
  FROM held
  GROUP BY label, fact_kind
  HAVING count(*) > 1
),
spans AS (
  SELECT
    label,
    min(CASE WHEN fact_kind = 'dissolved' THEN fact END) AS first_end,
    max(CASE WHEN fact_kind = 'incorporated' THEN fact END) AS last_begin
  FROM held
  GROUP BY label
)
SELECT a.label
FROM held a
JOIN several v ON v.label = a.label AND v.fact_kind = a.fact_kind
JOIN held b ON b.label = a.label AND b.fact_kind = a.fact_kind AND a.fact < b.fact
LEFT JOIN resolve__together t
  ON t.scheme = a.fact_kind AND t.lower_identifier = a.fact AND t.higher_identifier = b.fact
WHERE t.scheme IS NULL AND a.fact_kind NOT IN ('country', 'form', 'incorporated', 'dissolved')
UNION
SELECT label
FROM several
WHERE fact_kind IN ('country', 'form')
UNION
SELECT label
FROM spans
WHERE first_end < last_begin
UNION
SELECT v.label
FROM several v
JOIN resolve__label l ON l.label = v.label
JOIN resolve__carrier c ON c.source_party_id = l.source_party_id
WHERE v.fact_kind = 'incorporated' AND c.rule = 'former_name'
UNION
SELECT l.label
FROM resolve__rival r
JOIN resolve__label l ON l.source_party_id = r.record_a_id
UNION
SELECT l.label
FROM resolve__judgement j
JOIN resolve__label l ON l.source_party_id = j.source_party_id
WHERE j.kind = 'not_same'
GROUP BY l.label, j.number
HAVING count(DISTINCT j.side) > 1
ORDER BY label
