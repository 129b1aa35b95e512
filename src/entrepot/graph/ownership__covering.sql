-- The lists of a regime that the case holds, with the measures that their entries name, on whatever day.
SELECT DISTINCT list_id, measure
FROM linked__designation
WHERE upper(regime) = $regime
ORDER BY list_id, measure NULLS LAST
