-- Each owner's share in each firm on a day. Shares and votes of one owner, and statements of several sources, are not added up:
-- the highest counts. A share whose kind is not stated counts only for what is possible.
WITH held AS (
  SELECT
    owner_party_id AS owner_id,
    subject_party_id AS subject_id,
    max(CASE WHEN interest_kind IN ('shares', 'votes') THEN share_min_pct END) AS certain_pct,
    max(share_min_pct) AS stated_pct,
    max(coalesce(share_max_pct, share_min_pct)) AS possible_pct
  FROM linked__interest
  WHERE interest_kind <> 'board'
    AND owner_party_id <> subject_party_id
    AND (from_on IS NULL OR from_on <= CAST($on_date AS DATE))
    AND (to_on IS NULL OR to_on >= CAST($on_date AS DATE))
  GROUP BY owner_party_id, subject_party_id
),
disclosed AS (
  SELECT subject_id, round(sum(coalesce(stated_pct, 0)), 6) AS disclosed_pct
  FROM held
  GROUP BY subject_id
)
SELECT
  h.owner_id,
  h.subject_id,
  coalesce(h.certain_pct, 0) AS lower_pct,
  coalesce(h.stated_pct, 0) AS stated_pct,
  -- At most the upper end of the stated share (all, where none is stated), and at most what the others leave.
  greatest(
    coalesce(h.stated_pct, 0),
    least(coalesce(h.possible_pct, 100), round(100 - d.disclosed_pct + coalesce(h.stated_pct, 0), 6))
  ) AS upper_pct,
  h.possible_pct IS NOT NULL AS is_share_known,
  d.disclosed_pct
FROM held h
JOIN disclosed d ON d.subject_id = h.subject_id
ORDER BY h.subject_id, h.owner_id
