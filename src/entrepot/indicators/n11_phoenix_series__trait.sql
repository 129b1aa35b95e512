-- What the firms in n11__firm (party_id) have that others may share: registered offices, lines of business, names.
-- One row a firm and trait; sharing_count counts the parties at an office.
WITH office AS (
    SELECT a.address_key, COUNT(DISTINCT a.party_id) AS sharing_count
    FROM linked__address AS a
    WHERE a.address_key IS NOT NULL
    GROUP BY a.address_key
)
SELECT DISTINCT n.party_id, 'office' AS trait, a.address_key AS trait_key, o.sharing_count
FROM n11__firm AS n
JOIN linked__address AS a ON a.party_id = n.party_id
JOIN office AS o ON o.address_key = a.address_key
UNION
SELECT DISTINCT n.party_id, 'business', LOWER(f.fact_text), CAST(NULL AS BIGINT)
FROM n11__firm AS n
JOIN linked__party_fact AS f ON f.party_id = n.party_id AND f.fact_kind = 'business'
WHERE f.fact_text IS NOT NULL
  AND (f.from_on IS NULL OR f.from_on <= CAST($as_of_on AS DATE))
UNION
SELECT DISTINCT n.party_id, 'business', LOWER(r.business_text), CAST(NULL AS BIGINT)
FROM n11__firm AS n
JOIN linked__party_record AS r ON r.party_id = n.party_id
WHERE r.business_text IS NOT NULL
UNION
SELECT DISTINCT n.party_id, 'name', m.name_key, CAST(NULL AS BIGINT)
FROM n11__firm AS n
JOIN linked__party_name AS m ON m.party_id = n.party_id
WHERE m.name_key IS NOT NULL
ORDER BY party_id, trait, trait_key
