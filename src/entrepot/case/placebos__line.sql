-- The lines as marking goods under control reads them.
SELECT declaration_id, declared_on, hs6
FROM linked__declaration
