-- One row a source record. Of several states of one list the newest counts; what it leaves out is taken from the others.
WITH state AS (
  SELECT source_party_id, snapshot_id, max(seen_on) AS seen_on
  FROM core__designation
  GROUP BY source_party_id, snapshot_id
),
listed AS (
  SELECT source_party_id, min(CASE WHEN regime <> 'none' THEN regime END) AS regime
  FROM core__designation
  GROUP BY source_party_id
),
ranked AS (
  SELECT
    p.source_party_id,
    p.native_id,
    p.name,
    p.incorporated_on,
    coalesce(p.dissolved_on, max(p.dissolved_on) OVER (PARTITION BY p.source_party_id)) AS dissolved_on,
    coalesce(
      CASE WHEN p.party_kind <> 'unknown' THEN p.party_kind END,
      min(CASE WHEN p.party_kind <> 'unknown' THEN p.party_kind END) OVER (PARTITION BY p.source_party_id),
      'unknown'
    ) AS party_kind,
    coalesce(p.country_iso, min(p.country_iso) OVER (PARTITION BY p.source_party_id)) AS country_iso,
    coalesce(p.birth_date_text, min(p.birth_date_text) OVER (PARTITION BY p.source_party_id)) AS birth_date_text,
    p.snapshot_id,
    p.locator,
    p.provenance,
    p.publication,
    s.source_party_id IS NOT NULL AS is_list_entry,
    row_number() OVER (
      PARTITION BY p.source_party_id
      ORDER BY s.seen_on DESC NULLS LAST, p.snapshot_id, p.locator, p.name, p.party_kind, p.country_iso NULLS LAST,
        p.incorporated_on NULLS LAST, p.birth_date_text NULLS LAST, p.provenance
    ) AS row_rank
  FROM core__party p
  LEFT JOIN state s ON s.source_party_id = p.source_party_id AND s.snapshot_id = p.snapshot_id
)
SELECT
  r.source_party_id,
  r.party_kind,
  CASE
    WHEN r.party_kind = 'person' THEN 'person'
    WHEN r.party_kind IN ('company', 'organisation', 'unknown') THEN 'firm'
  END AS kind_group,
  r.name,
  r.country_iso,
  r.incorporated_on,
  r.dissolved_on,
  r.birth_date_text,
  l.regime,
  -- A register's or table's own entry describes a party best, then a list's, then a mention in a declaration.
  CASE WHEN r.native_id IS NULL THEN 2 WHEN r.is_list_entry THEN 1 ELSE 0 END AS record_rank,
  r.snapshot_id,
  r.locator,
  r.provenance,
  r.publication
FROM ranked r
LEFT JOIN listed l ON l.source_party_id = r.source_party_id
WHERE r.row_rank = 1
ORDER BY r.source_party_id
