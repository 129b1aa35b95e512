-- Value of the controlled lines since the cut-off in which a ranked party stands on either side, in US dollars as declared,
-- each trade once (trade__line).
SELECT s.party_id, sum(s.value_usd) AS value_usd
FROM (
    SELECT d.importer_party_id AS party_id, d.value_usd
    FROM trade__line d
    JOIN linked__controlled_line c ON c.declaration_id = d.declaration_id
    WHERE d.declared_on >= CAST($cutoff_on AS DATE) AND d.declared_on <= CAST($as_of_on AS DATE)
    UNION ALL
    SELECT d.exporter_party_id AS party_id, d.value_usd
    FROM trade__line d
    JOIN linked__controlled_line c ON c.declaration_id = d.declaration_id
    WHERE d.declared_on >= CAST($cutoff_on AS DATE) AND d.declared_on <= CAST($as_of_on AS DATE)
      AND (d.importer_party_id IS NULL OR d.importer_party_id <> d.exporter_party_id)
) s
JOIN ranking__named n ON n.party_id = s.party_id
GROUP BY s.party_id
ORDER BY s.party_id
