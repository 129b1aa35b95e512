-- Lines that state an amount, with what two views of one shipment are known by.
SELECT *
FROM trace__stated_line
WHERE arrived_on <= CAST($as_of_on AS DATE)
