-- What ties the parties of the transfers in n6__transfer (firm_id, seller_id, buyer_id, sold_on) to each other.
-- `tie`: employee and family of buyer to seller; contact and signatory are what the seller keeps of the firm.
WITH own AS (
    -- The seller itself, the firm sold, and other firms in the seller's hands.
    SELECT n.firm_id, n.seller_id, n.buyer_id, n.sold_on, n.seller_id AS employer_id FROM n6__transfer AS n
    UNION
    SELECT n.firm_id, n.seller_id, n.buyer_id, n.sold_on, n.firm_id FROM n6__transfer AS n
    UNION
    SELECT n.firm_id, n.seller_id, n.buyer_id, n.sold_on, i.subject_party_id
    FROM n6__transfer AS n
    JOIN linked__interest AS i ON i.owner_party_id = n.seller_id
        AND (i.from_on IS NULL OR i.from_on <= CAST($as_of_on AS DATE))
)
SELECT
    o.firm_id, o.seller_id, o.buyer_id, 'employee' AS tie,
    CONCAT(b.name, ' is ', r.role_kind, ' of ', e.name) AS words, r.snapshot_id, r.locator, r.provenance, r.publication
FROM own AS o
JOIN linked__role AS r ON r.holder_party_id = o.buyer_id AND r.subject_party_id = o.employer_id
    AND r.role_kind IN ('employee', 'manager', 'director')
    -- Staff before the transfer: a buyer becomes a director afterwards as a matter of course.
    AND r.from_on < o.sold_on - CAST($gap_days AS INTEGER)
JOIN linked__party AS b ON b.party_id = o.buyer_id
JOIN linked__party AS e ON e.party_id = o.employer_id
UNION
SELECT
    n.firm_id, n.seller_id, n.buyer_id, 'family',
    CONCAT(b.name, ' and ', s.name, ': ', COALESCE(r.note, 'family, as stated')),
    r.snapshot_id, r.locator, r.provenance, r.publication
FROM n6__transfer AS n
JOIN linked__role AS r ON r.role_kind = 'family'
    AND (r.from_on IS NULL OR r.from_on <= CAST($as_of_on AS DATE))
    AND ((r.holder_party_id = n.buyer_id AND r.subject_party_id = n.seller_id)
         OR (r.holder_party_id = n.seller_id AND r.subject_party_id = n.buyer_id))
JOIN linked__party AS b ON b.party_id = n.buyer_id
JOIN linked__party AS s ON s.party_id = n.seller_id
UNION
SELECT
    n.firm_id, n.seller_id, n.buyer_id, 'signatory',
    CONCAT(s.name, ' is still ', r.role_kind, ' of ', f.name), r.snapshot_id, r.locator, r.provenance, r.publication
FROM n6__transfer AS n
JOIN linked__role AS r ON r.holder_party_id = n.seller_id AND r.subject_party_id = n.firm_id
    AND r.role_kind IN ('director', 'manager')
    AND (r.from_on IS NULL OR r.from_on <= CAST($as_of_on AS DATE))
    AND (r.to_on IS NULL OR r.to_on > n.sold_on + CAST($gap_days AS INTEGER))
JOIN linked__party AS s ON s.party_id = n.seller_id
JOIN linked__party AS f ON f.party_id = n.firm_id
UNION
SELECT
    n.firm_id, n.seller_id, n.buyer_id, 'contact',
    CONCAT(s.name, ' and ', o.name, ': ', REPLACE(k.link_kind, '_', ' '), ' ', k.via_name),
    k.snapshot_id, k.locator, k.provenance, k.publication
FROM n6__transfer AS n
JOIN graph__link AS k
    ON k.link_kind IN ('shared_address', 'shared_phone', 'shared_email', 'shared_website')
    AND k.sharing_count <= $sharing_max
    AND ((k.party_a_id = n.seller_id AND k.party_b_id IN (n.firm_id, n.buyer_id))
         OR (k.party_b_id = n.seller_id AND k.party_a_id IN (n.firm_id, n.buyer_id)))
JOIN linked__party AS s ON s.party_id = n.seller_id
JOIN linked__party AS o ON o.party_id = CASE WHEN k.party_a_id = n.seller_id THEN k.party_b_id ELSE k.party_a_id END
ORDER BY firm_id, seller_id, buyer_id, tie, words, snapshot_id, locator
