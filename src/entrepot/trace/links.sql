-- Links between the parties of the chains shown.
SELECT party_a_id, party_b_id, link_kind, via_name, sharing_count, snapshot_id, locator, b_snapshot_id, b_locator, provenance,
  publication
FROM graph__link
WHERE list_contains($parties, party_a_id) AND list_contains($parties, party_b_id)
ORDER BY party_a_id, party_b_id, link_kind, via_name, snapshot_id, locator
