-- Each firm of f10__member with the lines since the cut-off that name it as importer, or as consignee under a name of
-- f10__consignee: all, controlled, their value; and its own controlled imports before the cut-off.
WITH placed AS (
  SELECT m.party_id, d.declaration_id, d.hs6, d.value_usd, d.declared_on, TRUE AS is_importer
  FROM trade__line AS d
  JOIN f10__member AS m ON m.party_id = d.importer_party_id
  WHERE d.declared_on <= CAST($as_of_on AS DATE)
  UNION ALL
  SELECT n.party_id, d.declaration_id, d.hs6, d.value_usd, d.declared_on, FALSE AS is_importer
  FROM trade__line AS d
  JOIN f10__consignee AS n ON n.consignee_name = d.consignee_name
  WHERE d.declared_on >= CAST($cutoff_on AS DATE)
    AND d.declared_on <= CAST($as_of_on AS DATE)
    AND (d.importer_party_id IS NULL OR d.importer_party_id <> n.party_id)
)
SELECT
  p.party_id,
  COUNT(*) FILTER (WHERE p.declared_on >= CAST($cutoff_on AS DATE)) AS line_count,
  COUNT(*) FILTER (WHERE c.hs6 IS NOT NULL AND p.declared_on >= CAST($cutoff_on AS DATE)) AS controlled_count,
  COUNT(*) FILTER (WHERE c.hs6 IS NOT NULL AND p.declared_on >= CAST($cutoff_on AS DATE) AND NOT p.is_importer)
    AS consigned_count,
  COUNT(*) FILTER (WHERE c.hs6 IS NOT NULL AND p.declared_on < CAST($cutoff_on AS DATE)) AS own_before_count,
  CAST(COALESCE(SUM(TRY_CAST(p.value_usd AS DECIMAL(38, 2)))
    FILTER (WHERE c.hs6 IS NOT NULL AND p.declared_on >= CAST($cutoff_on AS DATE)), 0) AS DOUBLE) AS value_usd
FROM placed AS p
LEFT JOIN controlled__code AS c ON c.hs6 = p.hs6
GROUP BY p.party_id
ORDER BY p.party_id
