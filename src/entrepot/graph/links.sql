-- All links, with how rare the shared thing is: bits of surprise among the parties of the case.
WITH link AS (
  SELECT * FROM links__shared
  UNION ALL
  SELECT * FROM links__directed
),
party_total AS (
  SELECT count(*) AS party_count
  FROM linked__party
)
SELECT
  l.party_a_id,
  l.party_b_id,
  l.link_kind,
  l.via,
  l.via_name,
  l.sharing_count,
  -- A case without party records has no rarity to speak of.
  round(-ln(l.sharing_count / greatest(t.party_count, l.sharing_count)) / ln(2), 9) AS rarity_bits,
  l.from_on,
  l.to_on,
  l.b_snapshot_id,
  l.b_locator,
  l.holder_party_id,
  l.snapshot_id,
  l.locator,
  l.provenance,
  l.publication
FROM link l
CROSS JOIN party_total t
ORDER BY l.party_a_id, l.party_b_id, l.link_kind, l.via
