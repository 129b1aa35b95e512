-- Each owner's part in each firm under a rule. Only kinds that the rule counts give certainty; a share of another or unstated
-- kind, one held through others, and a right over the board that the rule only asks about count for what is possible.
WITH held AS (
  SELECT
    owner_id,
    subject_id,
    coalesce(max(CASE WHEN interest_kind = 'shares' THEN low_pct END), 0) AS shares_pct,
    coalesce(max(CASE WHEN interest_kind = 'votes' AND $is_votes_counted THEN low_pct END), 0) AS votes_pct,
    coalesce(max(CASE WHEN interest_kind = 'board' AND $is_board_counted THEN low_pct END), 0) AS board_pct,
    coalesce(max(CASE WHEN interest_kind = 'unknown' THEN low_pct END), 0) AS unknown_pct,
    max(
      CASE WHEN interest_kind IN ('shares', 'unknown', 'indirect') OR (interest_kind = 'votes' AND $is_votes_counted) THEN high_pct END
    ) AS high_pct,
    max(CASE WHEN interest_kind = 'votes' THEN high_pct END) AS votes_high_pct,
    max(CASE WHEN interest_kind = 'board' THEN coalesce(high_pct, 100) ELSE 0 END) AS board_high_pct,
    max(CASE WHEN interest_kind = 'board' THEN 0 ELSE 1 END) AS is_held,
    max(CASE WHEN is_contradictory THEN 1 ELSE 0 END) AS is_contradicted
  FROM ownership__holding
  WHERE interest_kind <> 'board' OR $is_board_seen
  GROUP BY owner_id, subject_id
),
bounded AS (
  SELECT
    h.*,
    greatest(shares_pct, votes_pct, unknown_pct) AS stated_pct,
    -- Votes speak for shares where no share is stated; null where nothing is.
    CASE WHEN is_held = 1 THEN coalesce(high_pct, votes_high_pct) ELSE 0 END AS possible_pct
  FROM held h
),
disclosed AS (
  SELECT subject_id, round(sum(stated_pct), 6) AS disclosed_pct
  FROM bounded
  GROUP BY subject_id
)
SELECT
  b.owner_id,
  b.subject_id,
  b.shares_pct,
  b.votes_pct,
  b.board_pct,
  greatest(b.shares_pct, b.votes_pct, b.board_pct) AS lower_pct,
  b.stated_pct,
  -- At most the upper end of the stated share (all, where none is stated), and at most what the others leave.
  greatest(
    b.stated_pct,
    least(coalesce(b.possible_pct, 100), round(100 - d.disclosed_pct + b.stated_pct, 6))
  ) AS share_upper_pct,
  b.board_high_pct AS board_upper_pct,
  b.is_held = 1 AS is_share,
  b.possible_pct IS NOT NULL AS is_share_known,
  b.is_contradicted = 1 AS is_contradictory,
  d.disclosed_pct
FROM bounded b
JOIN disclosed d ON d.subject_id = b.subject_id
