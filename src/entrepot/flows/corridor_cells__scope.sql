-- What the files of a reporter cover: the partners and the goods groups that occur in any file that holds rows of it. An
-- extract by partner or goods says nothing of what it leaves out, so that only within this scope is a missing row a zero.
WITH file AS (
  SELECT DISTINCT reporter_block, flow_code, snapshot_id
  FROM flows__cell_row
),
held AS (
  SELECT DISTINCT flow_code, snapshot_id, 'partner' AS kind, partner_block AS code
  FROM flows__cell_row
  UNION ALL
  SELECT DISTINCT flow_code, snapshot_id, 'group' AS kind, group_id AS code
  FROM flows__cell_row
)
SELECT DISTINCT f.reporter_block, f.flow_code, h.kind, h.code
FROM file AS f
JOIN held AS h ON h.flow_code = f.flow_code AND h.snapshot_id = f.snapshot_id
ORDER BY f.reporter_block, f.flow_code, h.kind, h.code
