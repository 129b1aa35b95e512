-- All interests, by the names that the other statements use.
SELECT
  owner_party_id,
  subject_party_id,
  interest_kind,
  share_min_pct,
  share_max_pct,
  is_share_min_exclusive,
  is_share_max_exclusive,
  from_on,
  to_on
FROM linked__interest
