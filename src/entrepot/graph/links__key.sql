-- Every shared thing with the parties that share it, and how many they are.
WITH keyed AS (
  SELECT * FROM links__key_address
  UNION ALL
  SELECT * FROM links__key_contact
  UNION ALL
  SELECT * FROM links__key_controller
)
SELECT k.*, count(*) OVER (PARTITION BY k.link_kind, k.via) AS sharing_count
FROM keyed k
ORDER BY k.link_kind, k.via, k.party_id
