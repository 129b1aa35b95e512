-- Which of the firms in n11__firm (party_id) trade controlled goods (controlled__code), in how many lines (each trade once,
-- trade__line) and from when.
SELECT party_id, CAST(SUM(line_count) AS BIGINT) AS line_count, MIN(first_on) AS first_on, MAX(last_on) AS last_on
FROM (
    SELECT d.importer_party_id AS party_id, COUNT(*) AS line_count, MIN(d.declared_on) AS first_on, MAX(d.declared_on) AS last_on
    FROM trade__line AS d
    JOIN n11__firm AS n ON n.party_id = d.importer_party_id
    JOIN controlled__code AS c ON c.hs6 = d.hs6
    WHERE d.declared_on <= CAST($as_of_on AS DATE)
    GROUP BY d.importer_party_id
    UNION ALL
    SELECT d.exporter_party_id, COUNT(*), MIN(d.declared_on), MAX(d.declared_on)
    FROM trade__line AS d
    JOIN n11__firm AS n ON n.party_id = d.exporter_party_id
    JOIN controlled__code AS c ON c.hs6 = d.hs6
    WHERE d.declared_on <= CAST($as_of_on AS DATE)
    GROUP BY d.exporter_party_id
) AS side
GROUP BY party_id
ORDER BY party_id
