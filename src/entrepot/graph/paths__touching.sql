-- Links of the parties reached so far, rarest first.
SELECT *
FROM graph__link
WHERE list_contains($reached, party_a_id) OR list_contains($reached, party_b_id)
ORDER BY rarity_bits DESC, party_a_id, party_b_id, link_kind, via
