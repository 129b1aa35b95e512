-- Pairs of numbers of one scheme that one record carries itself: the source says they belong together, so they never keep apart.
SELECT DISTINCT a.scheme, a.identifier AS lower_identifier, b.identifier AS higher_identifier
FROM resolve__strong a
JOIN resolve__strong b
  ON b.source_party_id = a.source_party_id AND b.scheme = a.scheme AND a.identifier < b.identifier
ORDER BY a.scheme, lower_identifier, higher_identifier
