"""The lists of a case as they stood on a day, ready to screen against, and kept for the next screening.

Of a list in several states the newest one not later than the day counts, the earliest where all are later; listings made later
or ended before are left out. Tags that warn of a party are lists too (`tag:watchlist`). The index is kept in
`.entrepot/screening/`, under a hash of the run and of every listing in it.
"""

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from entrepot.case.fingerprint import code_fingerprint, combined
from entrepot.case.results import WORK_FOLDER, Results
from entrepot.errors import CaseError
from entrepot.resolve.screening_lists import (
    ENTRY,
    FACT,
    LISTING,
    NAME,
    ListedParties,
    listed_parties,
    read_listed,
    write_listed,
)
from entrepot.store.engine import Row
from entrepot.store.sql import Statement

# Tags by which a source warns of a party; others say what a firm does and are screened only where named.
_WARNING_TAGS = ["defence_end_user", "security_service", "watchlist", "watchlist_associated"]
WHOLE_CASE = "case"  # the list id of parties that stand on no list, with --all
_KEPT = 4  # indexes of one run that are kept: days or choices of lists

_LISTING = Statement(
    "case/screened_lists/listing",
    f"""
    WITH chosen AS (
      SELECT list_id, coalesce(max(seen_on) FILTER (seen_on <= CAST($on AS DATE)), min(seen_on)) AS seen_on
      FROM linked__designation WHERE seen_on IS NOT NULL GROUP BY list_id
    ),
    listing AS (
      SELECT d.source_party_id AS entry_id, d.party_id, d.list_id, d.regime, d.native_id, d.programme, d.measure, d.listed_on,
             d.delisted_on, d.seen_on, d.listed_on IS NULL AND coalesce(d.seen_on > CAST($on AS DATE), FALSE) AS is_later_state,
             d.snapshot_id, d.locator, d.provenance
      FROM linked__designation d LEFT JOIN chosen c ON c.list_id = d.list_id
      WHERE (d.seen_on IS NULL OR d.seen_on = c.seen_on)
        AND (d.listed_on IS NULL OR d.listed_on <= CAST($on AS DATE))
        AND (d.delisted_on IS NULL OR d.delisted_on > CAST($on AS DATE))
      UNION ALL
      SELECT t.source_party_id, t.party_id, concat('tag:', t.tag), 'tag', '', NULL, t.note, NULL, NULL, NULL, FALSE,
             t.snapshot_id, t.locator, t.provenance
      FROM linked__tag t
      UNION ALL
      SELECT r.source_party_id, r.party_id, '{WHOLE_CASE}', 'case', coalesce(r.native_id, ''), NULL, NULL, NULL, NULL, NULL,
             FALSE, r.snapshot_id, r.locator, r.provenance
      FROM linked__party_record r WHERE $with_all
    )
    SELECT * FROM listing
    WHERE CASE WHEN $with_all THEN TRUE
               WHEN len($lists) = 0 THEN regime <> 'tag' OR list_contains($warning_tags, list_id)
               ELSE list_contains($lists, lower(list_id)) OR list_contains($lists, lower(regime)) END
    ORDER BY ALL
    """,  # noqa: S608 (a constant of this module)
)
_KNOWN = Statement(
    "case/screened_lists/known",
    """
    SELECT list_id FROM linked__designation UNION SELECT regime FROM linked__designation
    UNION SELECT concat('tag:', tag) FROM linked__tag ORDER BY 1
    """,
)
# Rows of other states of an entry's list are left out: that state was not known on the day, or no longer holds.
_OF_ENTRIES = """
    WITH entry AS (SELECT DISTINCT entry_id, party_id FROM screen__listing),
    other_state AS (
      SELECT source_party_id, snapshot_id FROM linked__designation WHERE seen_on IS NOT NULL
      EXCEPT SELECT entry_id, snapshot_id FROM screen__listing
    )
"""
_ENTRY = Statement(
    "case/screened_lists/entry",
    f"""{_OF_ENTRIES}
    SELECT e.entry_id, e.party_id, arg_min(r.name, {{'s': r.snapshot_id, 'l': r.locator}}) AS name,
           coalesce(min(r.party_kind) FILTER (r.party_kind <> 'unknown'), 'unknown') AS kind
    FROM entry e JOIN linked__party_record r ON r.source_party_id = e.entry_id
    LEFT JOIN other_state o ON o.source_party_id = r.source_party_id AND o.snapshot_id = r.snapshot_id
    WHERE o.snapshot_id IS NULL GROUP BY e.entry_id, e.party_id ORDER BY e.entry_id
    """,  # noqa: S608
)
_NAME = Statement(
    "case/screened_lists/name",
    f"""{_OF_ENTRIES}
    SELECT e.entry_id, n.name, min(n.name_kind) AS name_kind  -- alias before main before weak_alias
    FROM entry e JOIN linked__party_name n ON n.source_party_id = e.entry_id
    LEFT JOIN other_state o ON o.source_party_id = n.source_party_id AND o.snapshot_id = n.snapshot_id
    WHERE o.snapshot_id IS NULL GROUP BY e.entry_id, n.name ORDER BY e.entry_id, n.name
    """,  # noqa: S608
)
_FACT = Statement(
    "case/screened_lists/fact",
    f"""{_OF_ENTRIES},
    fact AS (
      SELECT source_party_id, snapshot_id, unnest(['country', 'born', 'incorporated']) AS fact,
             unnest([country_iso, birth_date_text, CAST(incorporated_on AS VARCHAR)]) AS value
      FROM linked__party_record
      UNION ALL
      SELECT source_party_id, snapshot_id, 'number', concat_ws('|', scheme, validity, identifier) FROM linked__identifier
      UNION ALL
      SELECT source_party_id, snapshot_id, unnest(['unit', 'building']), unnest([address_key, building_key]) FROM linked__address
      UNION ALL
      SELECT source_party_id, snapshot_id, 'contact', contact_key FROM linked__contact
    )
    SELECT DISTINCT e.entry_id, f.fact, f.value
    FROM entry e JOIN fact f ON f.source_party_id = e.entry_id
    LEFT JOIN other_state o ON o.source_party_id = f.source_party_id AND o.snapshot_id = f.snapshot_id
    WHERE o.snapshot_id IS NULL AND f.value IS NOT NULL ORDER BY e.entry_id, f.fact, f.value
    """,  # noqa: S608
)
_STATES = Statement(
    "case/screened_lists/states",
    """
    SELECT list_id, snapshot_id, max(seen_on) AS seen_on, count(DISTINCT entry_id) AS entry_count,
           max(listed_on) AS newest_listing_on
    FROM screen__listing GROUP BY list_id, snapshot_id ORDER BY list_id, snapshot_id
    """,
)
_HASH = Statement(
    "case/screened_lists/hash",
    """
    SELECT md5(string_agg(line, chr(10) ORDER BY line)) AS held
    FROM (SELECT concat_ws('|', entry_id, party_id, list_id, native_id, is_later_state, snapshot_id, locator) AS line
          FROM screen__listing)
    """,
)


@dataclass(frozen=True)
class Choice:
    """Which lists, on which day. No list named: all designations and warnings; `with_all` adds every party of the case."""

    on: date
    lists: tuple[str, ...] = ()
    with_all: bool = False


@dataclass(frozen=True)
class ListState:
    """A list as screened against: the file it was read from, with its hash and state, and how many entries held."""

    list_id: str
    snapshot_id: str
    file_name: str
    sha256: str
    as_of_on: date | None
    accessed_on: date | None
    newest_listing_on: date | None
    entry_count: int


def lists_of(results: Results, choice: Choice) -> tuple[ListedParties, list[ListState]]:
    """Return the parties on the chosen lists on the day, and the states of those lists.

    Raises:
        CaseError: A list is named that the case does not hold, or nobody is listed.
    """
    known = [row["list_id"] for row in results.rows(_KNOWN)]
    if missing := [each for each in choice.lists if each.lower() not in map(str.lower, known)]:
        raise CaseError(
            f"The case holds no list {', '.join(missing)}",
            where=str(results.folder),
            next_step=f"Known: {', '.join(known)}.",
        )
    listing = results.engine.run(
        _LISTING,
        {
            "on": choice.on,
            "lists": [each.lower() for each in choice.lists],
            "warning_tags": [f"tag:{tag}" for tag in _WARNING_TAGS],
            "with_all": choice.with_all,
        },
    )
    if not listing.num_rows:
        raise CaseError(
            f"Nobody is on these lists on {choice.on}",
            where=str(results.folder),
            next_step="Add a list (entrepot add), name another day with --on, or screen against all parties with --all.",
        )
    results.engine.register("screen__listing", listing)
    states = [_state(results, row) for row in results.rows(_STATES)]
    return _indexed(results, listing), states


def _state(results: Results, row: Row) -> ListState:
    snapshot = results.snapshots[row["snapshot_id"]]
    return ListState(
        row["list_id"],
        row["snapshot_id"],
        snapshot.file_name,
        snapshot.sha256,
        row["seen_on"] or snapshot.as_of_on,
        snapshot.accessed_on,
        row["newest_listing_on"],
        row["entry_count"],
    )


def _indexed(results: Results, listing: pa.Table) -> ListedParties:
    """Return the indexed lists, from the kept index where the run and every listing are the same."""
    run_key, held = str(results.manifest["run_key"]), str(results.rows(_HASH)[0]["held"])
    folder = results.folder / WORK_FOLDER / "screening" / f"{run_key}-{combined(code_fingerprint(), held)}"
    try:
        return read_listed(folder)
    except (OSError, pa.ArrowException):  # not there, or not whole
        shutil.rmtree(folder, ignore_errors=True)
    engine = results.engine
    listed = listed_parties(
        engine.run(_ENTRY).cast(ENTRY),
        listing.select(LISTING.names).cast(LISTING),
        engine.run(_NAME).cast(NAME),
        engine.run(_FACT).cast(FACT),
    )
    _forget_older(folder, run_key)
    write_listed(folder, listed)
    return listed


def _forget_older(folder: Path, run_key: str) -> None:
    """Remove indexes of other runs, and the first made ones of this run beyond those kept."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    kept = [old for old in folder.parent.iterdir() if old.name.startswith(run_key)]
    stale = sorted(kept, key=lambda old: old.stat().st_mtime_ns)[: max(0, len(kept) - _KEPT + 1)]
    for old in [*stale, *(old for old in folder.parent.iterdir() if not old.name.startswith(run_key))]:
        shutil.rmtree(old, ignore_errors=True)
