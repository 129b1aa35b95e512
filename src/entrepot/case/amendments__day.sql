-- Days on which a line can be stated twice: more than one file holds lines of them, or lines that name their version.
SELECT direction, declared_on
FROM core__declaration
GROUP BY direction, declared_on
HAVING min(snapshot_id) <> max(snapshot_id) OR count(version) > 0
