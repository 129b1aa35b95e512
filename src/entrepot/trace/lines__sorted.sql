-- Goods lines in the order of their codes.
SELECT *
FROM trace__line
ORDER BY hs6, declaration_id
