-- What reached owners hold of each firm. A reached owner counts with its whole share; percentages are never multiplied, and
-- shares, votes and seats on the board are never added to each other: the kind in which they hold most counts.
WITH share AS (
  SELECT b.run, s.subject_id, s.shares_pct, s.votes_pct, s.board_pct, s.lower_pct, s.stated_pct, s.share_upper_pct,
    s.board_upper_pct, s.disclosed_pct
  FROM ownership__stake s
  JOIN ownership__reached b ON b.party_id = s.owner_id
),
summed AS (
  SELECT
    run,
    subject_id,
    CASE
      WHEN $is_aggregate THEN greatest(sum(shares_pct), sum(votes_pct), sum(board_pct))
      ELSE max(lower_pct)
    END AS lower_pct,
    -- Together the reached owners hold at most what the statements allow each, and at most what the others leave.
    CASE
      WHEN $is_aggregate
        THEN greatest(
          sum(stated_pct),
          least(sum(share_upper_pct), 100 - max(disclosed_pct) + sum(stated_pct)),
          sum(board_upper_pct)
        )
      ELSE greatest(max(share_upper_pct), max(board_upper_pct))
    END AS upper_pct
  FROM share
  GROUP BY run, subject_id
)
SELECT
  run,
  subject_id,
  -- Doubles: 16.666667 + 33.333333 does not fall short of 50 by a rounding error. Contradictory sources are cut at 100.
  round(least(100, CASE WHEN run = 'lower' THEN lower_pct ELSE upper_pct END), 6) AS reached_pct
FROM summed
ORDER BY run, subject_id
