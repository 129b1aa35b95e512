-- Things that so many parties share that they link nobody: counted, not expanded into pairs.
SELECT link_kind, via, min(via_name) AS via_name, max(sharing_count) AS sharing_count
FROM links__key
WHERE sharing_count > $max_sharing
GROUP BY link_kind, via
ORDER BY sharing_count DESC, link_kind, via
