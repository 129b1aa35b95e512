-- The consignments looked at, in the order of the ledger: that of rarity__counted too.
SELECT *
FROM trace__ledger
ORDER BY arrived_on, shipment_id
