-- Entries of sanctions lists on parties that receive goods: one row an entry, with the day it is dated by.
WITH added AS (
  -- Two states of a list say no more than: listed after the one, by the other.
  SELECT list_id, native_id, MIN(by_on) AS by_on
  FROM linked__list_change
  WHERE change_kind = 'added'
  GROUP BY list_id, native_id
)
SELECT
  g.party_id,
  g.list_id,
  g.regime,
  COALESCE(g.listed_on, a.by_on, g.seen_on) AS event_on,
  CASE WHEN g.listed_on IS NOT NULL THEN 'listed' WHEN a.by_on IS NOT NULL THEN 'between' ELSE 'seen' END AS date_basis,
  g.delisted_on,
  g.snapshot_id,
  g.locator,
  g.provenance,
  g.publication
FROM linked__designation AS g
LEFT JOIN added AS a ON a.list_id = g.list_id AND a.native_id = g.native_id
WHERE LOWER(g.regime) <> 'none'
  AND COALESCE(g.listed_on, a.by_on, g.seen_on) <= CAST($as_of_on AS DATE)
ORDER BY g.party_id, event_on, g.list_id, g.snapshot_id, g.locator
