-- How many importers buy controlled goods of nearly so many suppliers at all (buyers), and how many of them bought one code
-- in small amounts (f13__small) from enough suppliers for enough money since the cut-off, whenever that was (firms): those the
-- question is asked of.
WITH buyer AS (
  SELECT d.importer_party_id
  FROM trade__line AS d
  JOIN controlled__code AS c ON c.hs6 = d.hs6
  WHERE d.importer_party_id IS NOT NULL
    AND d.exporter_party_id IS NOT NULL
    AND d.importer_party_id <> d.exporter_party_id
    AND d.value_usd > 0
    AND d.declared_on <= CAST($as_of_on AS DATE)
  GROUP BY d.importer_party_id
  HAVING COUNT(DISTINCT d.exporter_party_id) >= $least_suppliers
),
could AS (
  SELECT importer_party_id
  FROM f13__small
  GROUP BY importer_party_id, hs6
  HAVING SUM(value_usd) >= $full_sum_usd
    AND COUNT(DISTINCT exporter_party_id) >= $min_suppliers
)
SELECT (SELECT COUNT(*) FROM buyer) AS buyers, (SELECT COUNT(DISTINCT importer_party_id) FROM could) AS firms
