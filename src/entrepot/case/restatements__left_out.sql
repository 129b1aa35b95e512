-- The places of all lines that do not count: another file holds them as well, or a later statement replaced them.
SELECT snapshot_id, locator FROM case__repeated_line
UNION ALL
SELECT snapshot_id, locator FROM core__superseded_declaration
