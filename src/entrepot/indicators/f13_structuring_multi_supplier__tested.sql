-- How many importers buy controlled goods of nearly so many suppliers at all (buyers), and how many of them bought one code
-- in small amounts from enough suppliers for enough money since the cut-off, whenever that was (firms): those the question
-- is asked of.
WITH coalition AS (
  SELECT DISTINCT country_iso
  FROM codes__country_set
  WHERE set_id = $coalition_set
    AND (valid_to_on IS NULL OR valid_to_on >= CAST($cutoff_on AS DATE))
),
line AS (
  SELECT d.importer_party_id, d.exporter_party_id, d.hs6, d.declared_on, d.value_usd
  FROM trade__line AS d
  JOIN controlled__code AS c ON c.hs6 = d.hs6
  WHERE d.importer_party_id IS NOT NULL
    AND d.exporter_party_id IS NOT NULL
    AND d.importer_party_id <> d.exporter_party_id
    AND d.value_usd > 0
    AND d.declared_on <= CAST($as_of_on AS DATE)
),
own AS (
  SELECT importer_party_id, MEDIAN(value_usd) AS middle_usd, COUNT(*) AS line_count
  FROM line
  GROUP BY importer_party_id
),
small AS (
  SELECT l.importer_party_id, l.exporter_party_id, l.hs6, l.value_usd
  FROM line AS l
  JOIN own AS o ON o.importer_party_id = l.importer_party_id
  WHERE l.declared_on >= CAST($cutoff_on AS DATE)
    AND l.value_usd < o.middle_usd
    AND ($single_max_usd IS NULL OR l.value_usd < $single_max_usd)
),
could AS (
  SELECT importer_party_id
  FROM small
  GROUP BY importer_party_id, hs6
  HAVING SUM(value_usd) >= $full_sum_usd
    AND COUNT(DISTINCT exporter_party_id) >= $min_suppliers
),
asked AS (
  SELECT DISTINCT b.importer_party_id
  FROM could AS b
  JOIN linked__party AS p ON p.party_id = b.importer_party_id
  LEFT JOIN coalition AS c ON c.country_iso = p.country_iso
  WHERE c.country_iso IS NULL
),
buyer AS (
  SELECT importer_party_id
  FROM line
  GROUP BY importer_party_id
  HAVING COUNT(DISTINCT exporter_party_id) >= $least_suppliers
)
SELECT (SELECT COUNT(*) FROM buyer) AS buyers, (SELECT COUNT(*) FROM asked) AS firms
