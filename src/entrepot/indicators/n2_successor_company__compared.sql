-- How many pairs of a predecessor and a trader that may have taken over were compared.
SELECT COUNT(*) AS pair_count FROM n2__candidate
