-- How many old buyers in the destination, and how many new ones elsewhere of the same suppliers, there are.
SELECT
  COUNT(DISTINCT CASE WHEN NOT is_after THEN importer_party_id END) AS old_buyers,
  COUNT(DISTINCT CASE WHEN is_after THEN importer_party_id END) AS new_buyers
FROM f15__bought
