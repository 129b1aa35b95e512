-- Interests in the parties that can matter to what is asked: rows in others change no answer.
SELECT
  i.owner_party_id,
  i.subject_party_id,
  i.interest_kind,
  i.share_min_pct,
  i.share_max_pct,
  i.is_share_min_exclusive,
  i.is_share_max_exclusive,
  i.from_on,
  i.to_on
FROM linked__interest i
JOIN ownership__scope s ON s.party_id = i.subject_party_id
