-- One round: what the owners reached in the round before hold is added to what was added up before, and a firm is reached where what
-- reached owners hold of it comes to the threshold. A reached owner counts with its whole share; percentages are never multiplied,
-- and shares, votes and seats on the board are never added to each other: the kind in which they hold most counts. Under a rule that
-- does not add up, the largest stake takes the place of the sum. Without a threshold no firm is reached.
WITH newly AS (
  SELECT node_id, lower_round = $round_number - 1 AS is_lower, upper_round = $round_number - 1 AS is_upper
  FROM ownership__reached
  WHERE lower_round = $round_number - 1 OR upper_round = $round_number - 1
),
part AS (
  SELECT
    s.subject_id AS node_id,
    CASE WHEN f.is_lower THEN s.shares_pct ELSE 0 END AS shares_pct,
    CASE WHEN f.is_lower THEN s.votes_pct ELSE 0 END AS votes_pct,
    CASE WHEN f.is_lower THEN s.board_pct ELSE 0 END AS board_pct,
    CASE WHEN f.is_upper THEN s.stated_pct ELSE 0 END AS stated_pct,
    CASE WHEN f.is_upper THEN s.share_upper_pct ELSE 0 END AS share_upper_pct,
    CASE WHEN f.is_upper THEN s.board_upper_pct ELSE 0 END AS board_upper_pct,
    s.disclosed_pct,
    CAST(NULL AS INTEGER) AS lower_round,
    CAST(NULL AS INTEGER) AS upper_round
  FROM ownership__stake s
  JOIN newly f ON f.node_id = s.owner_id
  UNION ALL
  SELECT
    node_id,
    shares_pct,
    votes_pct,
    board_pct,
    stated_pct,
    share_upper_pct,
    board_upper_pct,
    disclosed_pct,
    lower_round,
    upper_round
  FROM ownership__reached
),
held AS (
  SELECT
    node_id,
    CASE WHEN $is_aggregate THEN sum(shares_pct) ELSE max(shares_pct) END AS shares_pct,
    CASE WHEN $is_aggregate THEN sum(votes_pct) ELSE max(votes_pct) END AS votes_pct,
    CASE WHEN $is_aggregate THEN sum(board_pct) ELSE max(board_pct) END AS board_pct,
    CASE WHEN $is_aggregate THEN sum(stated_pct) ELSE max(stated_pct) END AS stated_pct,
    CASE WHEN $is_aggregate THEN sum(share_upper_pct) ELSE max(share_upper_pct) END AS share_upper_pct,
    CASE WHEN $is_aggregate THEN sum(board_upper_pct) ELSE max(board_upper_pct) END AS board_upper_pct,
    max(disclosed_pct) AS disclosed_pct,
    max(lower_round) AS lower_round,
    max(upper_round) AS upper_round
  FROM part
  GROUP BY node_id
),
bounded AS (
  SELECT
    h.*,
    x.node_id IS NULL AS is_open,
    -- Doubles: 16.666667 + 33.333333 does not fall short of 50 by a rounding error. Contradictory sources are cut at 100.
    round(least(100, greatest(shares_pct, votes_pct, board_pct)), 6) AS lower_pct,
    -- Together the reached owners hold at most what the statements allow each, and at most what the others leave.
    round(
      least(
        100,
        greatest(
          stated_pct,
          CASE WHEN $is_aggregate THEN least(share_upper_pct, 100 - disclosed_pct + stated_pct) ELSE share_upper_pct END,
          board_upper_pct
        )
      ),
      6
    ) AS upper_pct
  FROM held h
  LEFT JOIN ownership__exempt x ON x.node_id = h.node_id
)
SELECT
  node_id,
  shares_pct,
  votes_pct,
  board_pct,
  stated_pct,
  share_upper_pct,
  board_upper_pct,
  disclosed_pct,
  lower_pct,
  upper_pct,
  CASE
    WHEN lower_round IS NOT NULL THEN lower_round
    WHEN is_open AND (lower_pct > $threshold_pct OR ($is_inclusive AND lower_pct = $threshold_pct)) THEN $round_number
  END AS lower_round,
  CASE
    WHEN upper_round IS NOT NULL THEN upper_round
    WHEN is_open AND (upper_pct > $threshold_pct OR ($is_inclusive AND upper_pct = $threshold_pct)) THEN $round_number
  END AS upper_round
FROM bounded
