-- Components in which something may keep records apart; entrepot.resolve.clusters decides what does.
WITH held AS (
  SELECT DISTINCT label, fact_kind, fact
  FROM resolve__fact
),
several AS (
  SELECT label, fact_kind, count(*) AS fact_count
  FROM held
  GROUP BY label, fact_kind
  HAVING count(*) > 1
),
-- Numbers of one scheme do not contradict where every two of them stand together on some record; the pairs are counted, not compared.
agreed AS (
  SELECT a.label, a.fact_kind, count(*) AS pair_count
  FROM held a
  JOIN resolve__together t ON t.scheme = a.fact_kind AND t.lower_identifier = a.fact
  JOIN held b ON b.label = a.label AND b.fact_kind = a.fact_kind AND b.fact = t.higher_identifier
  GROUP BY a.label, a.fact_kind
),
spans AS (
  SELECT
    label,
    min(CASE WHEN fact_kind = 'dissolved' THEN fact END) AS first_end,
    max(CASE WHEN fact_kind = 'incorporated' THEN fact END) AS last_begin
  FROM held
  GROUP BY label
)
SELECT v.label
FROM several v
LEFT JOIN agreed g ON g.label = v.label AND g.fact_kind = v.fact_kind
WHERE v.fact_kind NOT IN ('country', 'form', 'incorporated', 'dissolved')
  AND v.fact_count * (v.fact_count - 1) > 2 * coalesce(g.pair_count, 0)
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
