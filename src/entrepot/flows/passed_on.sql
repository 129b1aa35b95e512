-- What each firm of third countries took in from the coalition and what it sent to the destination, by goods group and span of
-- months, listed goods. A line with the same firm on both sides is no trade. A country counts for a direction only where lines of
-- that direction are there at all: of one that keeps no such ledger nothing is known.
WITH coalition AS (
  SELECT DISTINCT country_iso
  FROM codes__country_set
  WHERE set_id = $coalition_set
    AND (valid_to_on IS NULL OR valid_to_on >= CAST($cutoff_on AS DATE))
),
code AS (
  SELECT DISTINCT h.hs6, h.group_id
  FROM codes__hs_group AS h
  JOIN (
    SELECT DISTINCT COALESCE(g.group_id, c.hs6) AS group_id
    FROM codes__controlled_good AS c
    LEFT JOIN codes__hs_group AS g ON g.hs6 = c.hs6
    WHERE c.list_id = $controls_list
  ) AS l ON l.group_id = h.group_id
  UNION
  SELECT c.hs6, c.hs6 AS group_id
  FROM codes__controlled_good AS c
  LEFT JOIN codes__hs_group AS g ON g.hs6 = c.hs6
  WHERE c.list_id = $controls_list
    AND g.hs6 IS NULL
),
line AS (
  SELECT
    d.importer_party_id,
    d.exporter_party_id,
    COALESCE(d.importer_country_iso, i.country_iso) AS importer_iso,
    COALESCE(d.exporter_country_iso, e.country_iso) AS exporter_iso,
    COALESCE(d.dispatch_iso, d.exporter_country_iso, e.country_iso) AS from_iso,
    COALESCE(d.destination_iso, d.importer_country_iso, i.country_iso) AS to_iso,
    k.group_id,
    CAST(FLOOR((EXTRACT(YEAR FROM d.declared_on) * 12 + EXTRACT(MONTH FROM d.declared_on) - 1) / $span_months) AS BIGINT)
      AS span_index,
    d.value_usd
  FROM trade__line AS d
  JOIN code AS k ON k.hs6 = d.hs6
  LEFT JOIN linked__party AS i ON i.party_id = d.importer_party_id
  LEFT JOIN linked__party AS e ON e.party_id = d.exporter_party_id
  WHERE d.declared_on >= CAST($from_on AS DATE)
    AND d.declared_on <= CAST($as_of_on AS DATE)
    AND (d.importer_party_id IS NULL OR d.exporter_party_id IS NULL OR d.importer_party_id <> d.exporter_party_id)
),
moved AS (
  SELECT l.importer_iso AS hub_iso, l.importer_party_id AS party_id, l.group_id, l.span_index, l.value_usd, FALSE AS is_out
  FROM line AS l
  JOIN coalition AS f ON f.country_iso = l.from_iso
  WHERE l.importer_iso <> $destination_iso
  UNION ALL
  SELECT l.exporter_iso AS hub_iso, l.exporter_party_id AS party_id, l.group_id, l.span_index, l.value_usd, TRUE AS is_out
  FROM line AS l
  WHERE l.to_iso = $destination_iso
    AND l.exporter_iso <> $destination_iso
)
SELECT
  m.hub_iso,
  m.party_id,
  m.group_id,
  m.span_index,
  CAST(COALESCE(SUM(TRY_CAST(m.value_usd AS DECIMAL(38, 2))) FILTER (WHERE NOT m.is_out), 0) AS DOUBLE) AS in_usd,
  CAST(COALESCE(SUM(TRY_CAST(m.value_usd AS DECIMAL(38, 2))) FILTER (WHERE m.is_out), 0) AS DOUBLE) AS out_usd,
  COUNT(*) FILTER (WHERE NOT m.is_out) AS in_lines,
  COUNT(*) FILTER (WHERE m.is_out) AS out_lines,
  COUNT(*) FILTER (WHERE m.value_usd IS NULL) AS lines_without_value
FROM moved AS m
LEFT JOIN coalition AS c ON c.country_iso = m.hub_iso
WHERE c.country_iso IS NULL
  AND m.hub_iso IS NOT NULL
GROUP BY m.hub_iso, m.party_id, m.group_id, m.span_index
ORDER BY m.hub_iso, m.party_id NULLS LAST, m.group_id, m.span_index
