-- Phones, e-mail addresses and websites as keys. The domain of an e-mail address counts as a website, unless it belongs to a
-- provider where anybody has an address.
WITH keyed AS (
  SELECT concat('shared_', contact_kind) AS link_kind, contact_key AS via, contact AS via_name, party_id,
    snapshot_id, locator, provenance, publication
  FROM linked__contact
  WHERE contact_key IS NOT NULL AND contact_kind IN ('phone', 'email', 'website')
  UNION ALL
  SELECT 'shared_website' AS link_kind, split_part(contact_key, '@', 2) AS via, contact AS via_name, party_id,
    snapshot_id, locator, provenance, publication
  FROM linked__contact
  WHERE contact_kind = 'email' AND split_part(contact_key, '@', 2) <> ''
    AND NOT list_contains($free_mail, split_part(contact_key, '@', 2))
),
ranked AS (
  SELECT
    k.*,
    row_number() OVER (
      PARTITION BY k.link_kind, k.via, k.party_id
      ORDER BY k.snapshot_id, k.locator, k.via_name, k.provenance, k.publication NULLS LAST
    ) AS place
  FROM keyed k
)
SELECT link_kind, via, via_name, party_id, CAST(NULL AS DATE) AS from_on, CAST(NULL AS DATE) AS to_on,
  snapshot_id, locator, provenance, publication
FROM ranked
WHERE place = 1
ORDER BY link_kind, via, party_id
