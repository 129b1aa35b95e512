-- First and last day of the declarations.
SELECT min(declared_on) AS first_on, max(declared_on) AS last_on
FROM linked__declaration
