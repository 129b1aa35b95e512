-- No goods line: a case of one file, whose own repeats its import put aside.
SELECT d.snapshot_id, d.locator, d.declaration_id, d.snapshot_id AS kept_snapshot_id, d.locator AS kept_locator,
    d.value_reported, d.value_usd, d.currency_code
FROM core__declaration d
WHERE FALSE
