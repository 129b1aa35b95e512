-- Every line that names such a part, in order of day.
SELECT *
FROM trace__find_line
ORDER BY declared_on, snapshot_id, locator, declaration_id
