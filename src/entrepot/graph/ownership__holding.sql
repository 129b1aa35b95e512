-- What one owner is said to hold of one firm on a day, kind by kind, where several rows may speak of one stake: they are never
-- added up. Rows that agree narrow each other (25 to 50 % and 30 % are 30 %); rows that contradict each other leave the whole
-- span. An open end (more than 50 %) is the next millionth of a percent, the finest step that is kept. No order: nothing shows it.
WITH row_held AS (
  SELECT
    o.node_id AS owner_id,
    s.node_id AS subject_id,
    i.interest_kind,
    CASE
      WHEN i.share_min_pct IS NULL AND i.share_max_pct IS NULL THEN NULL
      WHEN i.is_share_min_exclusive AND i.share_min_pct < 100 THEN round(i.share_min_pct + 0.000001, 6)
      ELSE coalesce(i.share_min_pct, 0)
    END AS low_pct,
    CASE
      WHEN i.is_share_max_exclusive AND i.share_max_pct > 0 THEN round(i.share_max_pct - 0.000001, 6)
      -- "More than 50 %" without an upper end may be all; "50 %" without one is 50 %.
      ELSE coalesce(i.share_max_pct, CASE WHEN i.is_share_min_exclusive THEN 100 ELSE i.share_min_pct END)
    END AS high_pct
  FROM ownership__row i
  JOIN ownership__node o ON o.party_id = i.owner_party_id
  JOIN ownership__node s ON s.party_id = i.subject_party_id
  WHERE i.owner_party_id <> i.subject_party_id
    AND (i.from_on IS NULL OR i.from_on <= CAST($on_date AS DATE))
    AND (i.to_on IS NULL OR i.to_on >= CAST($on_date AS DATE))
),
spanned AS (
  SELECT
    owner_id,
    subject_id,
    interest_kind,
    min(low_pct) AS lowest_low_pct,
    max(low_pct) AS highest_low_pct,
    min(high_pct) AS lowest_high_pct,
    max(high_pct) AS highest_high_pct
  FROM row_held
  GROUP BY owner_id, subject_id, interest_kind
)
SELECT
  owner_id,
  subject_id,
  interest_kind,
  CASE
    WHEN interest_kind IN ('shares', 'votes', 'board') AND highest_low_pct > lowest_high_pct THEN lowest_low_pct
    ELSE highest_low_pct
  END AS low_pct,
  CASE
    WHEN interest_kind IN ('shares', 'votes', 'board') AND highest_low_pct <= lowest_high_pct THEN lowest_high_pct
    ELSE highest_high_pct
  END AS high_pct,
  interest_kind IN ('shares', 'votes', 'board') AND coalesce(highest_low_pct > lowest_high_pct, FALSE) AS is_contradictory
FROM spanned
