"""A screening of a case's lists: results line by line, and a record of what was screened against which state of which list.

The results of a screening depend on what is screened, the lists, the day and the settings; the time of day stands in the record
alone. `screenings/NNNN.json` (the record) and `NNNN.jsonl` (the results) are written once and never changed.
"""

import gc
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any

from entrepot import __version__
from entrepot.case.fingerprint import code_fingerprint
from entrepot.case.results import Results
from entrepot.case.screened_lists import WHOLE_CASE, Choice, ListState, lists_of
from entrepot.codes.controls import entries_for
from entrepot.codes.hs import group_members, group_of
from entrepot.evidence.snapshot import file_sha256
from entrepot.normalise.hs_code import hs6
from entrepot.resolve.screening import Match, Query, Screener

FOLDER = "screenings"
_REMEMBERED = 100_000  # queries whose matches are kept: files name the same parties again and again
_PROGRESS_EVERY = 500
Line = dict[str, Any]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Screening:
    """What a screening did: the number of its record, queries by decision, the states of the lists it used."""

    number: int
    record_path: Path
    results_path: Path
    counts: dict[str, int]
    states: list[ListState]


def screen_case(
    results: Results,
    queries: Iterable[Query],
    choice: Choice,
    *,
    threshold: float,
    screened: Callable[[], Line],
    on_line: Callable[[Line], None],
    on_progress: Progress = lambda *_: None,
) -> Screening:
    """Screen queries and keep results and record.

    Args:
        results: The case.
        queries: Who is screened.
        choice: Which lists, on which day.
        threshold: The probability from which a party is reported.
        screened: Called after the last query: what the record says was screened (names, or file with hash and columns).
        on_line: Is given every line of the results as it comes.
        on_progress: Is told how far the screening is.

    Raises:
        CaseError: The case does not hold a chosen list.
        SourceError: The queries cannot be read on; nothing is kept then.
    """
    counts = Counter({"queries": 0, "same": 0, "possible": 0, "none": 0})
    with _cycles_sought_seldom(), _numbered(results.folder / FOLDER) as (number, stream):
        listed, states = lists_of(results, choice)
        for decision, lines in _screened(Screener(listed), queries, choice, threshold):
            for line in lines:
                stream.write(json.dumps(line, ensure_ascii=False, default=_day) + "\n")
                on_line(line)
            counts.update(["queries", decision])
            if counts["queries"] % _PROGRESS_EVERY == 0:
                on_progress("screening", counts["queries"], 0)
        stream.flush()
        path = Path(stream.name)
        record = {
            "number": number,
            "screened": screened(),
            "on": choice.on,
            "lists": [asdict(state) for state in states],
            "settings": {"threshold": threshold, "lists": choice.lists, "all": choice.with_all},
            "program": {"entrepot": __version__, "code": code_fingerprint(), "run": results.manifest["run_key"]},
            "counts": dict(counts),
            "results": {"file": path.name, "sha256": file_sha256(path)},
            "screened_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        partial = path.with_suffix(".json.partial")
        partial.write_text(json.dumps(record, indent=2, ensure_ascii=False, default=_day) + "\n", "utf-8")
        partial.replace(path.with_suffix(".json"))
    return Screening(number, path.with_suffix(".json"), path, dict(counts), states)


@contextmanager
def _cycles_sought_seldom() -> Iterator[None]:
    """Let Python look for cycles of references seldom: a screening makes none, and looking costs a tenth of its time."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


@contextmanager
def _numbered(folder: Path) -> Iterator[tuple[int, IO[str]]]:
    """Yield the next free number and its results file, open for writing; the file goes away where the screening fails."""
    folder.mkdir(exist_ok=True)
    number = max((int(path.stem) for path in folder.glob("*.jsonl") if path.stem.isdecimal()), default=0)
    stream = None
    while stream is None:
        number += 1
        with suppress(FileExistsError):  # another screening of this case took the number
            stream = (folder / f"{number:04}.jsonl").open("x", encoding="utf-8")
    try:
        with stream:
            yield number, stream
    except BaseException:
        Path(stream.name).unlink(missing_ok=True)
        raise


def _screened(
    screener: Screener, queries: Iterable[Query], choice: Choice, threshold: float
) -> Iterator[tuple[str, list[Line]]]:
    """Yield for each query its best decision and its lines."""
    remembered: dict[Query, list[Match]] = {}
    for query in queries:
        key = replace(query, place="", goods=None)
        matches = remembered.get(key)
        if matches is None:
            if len(remembered) == _REMEMBERED:
                remembered.clear()
            matches = remembered[key] = screener.screen(key, threshold)
        goods = None if query.goods is None else goods_of(query.goods, choice.on)
        lines = [*_lines(query, matches, goods)]
        decisions = {line["decision"] for line in lines}
        yield next(word for word in ("same", "possible", "none") if word in decisions), lines


def _lines(query: Query, matches: list[Match], goods: Line | None) -> Iterator[Line]:
    """Yield a line for every party and list that a query matches, or one that says none."""
    asked = {"query": query.text, "place": query.place}
    shown: set[tuple[str, str]] = set()
    for match in matches:
        listings = [listing for listing in match.listings if listing.list_id != WHOLE_CASE] or match.listings
        for listing in listings:
            if (match.party_id, listing.list_id) in shown:
                continue
            shown.add((match.party_id, listing.list_id))
            yield {
                "query": query.text,
                "match_id": match.party_id,
                "match_name": match.name,
                "list": listing.list_id,
                "decision": match.decision,
                "score": match.probability,
                "reasons": list(match.reasons),
                "matched_name": match.matched_name,
                "place": query.place,
                **{key: value for key, value in vars(listing).items() if key not in ("list_id", "is_later_state")},
                "goods": goods,
            }
    if not shown:
        empty = dict.fromkeys(("match_id", "match_name", "list"))
        yield {"query": query.text, **empty, "decision": "none", "score": None, "reasons": [], **asked, "goods": goods}


def goods_of(code: str, on: date) -> Line:
    """Return a goods code as understood, and the entries of goods lists that name it on a day, or a code of its group.

    A code that another edition of the Harmonized System writes differently counts under all its codes.
    """
    cleaned = hs6(code)
    codes = sorted(group_members(group_of(cleaned.value))) if cleaned.value else []
    controls = [
        {
            "list": entry.list_id,
            "hs6": entry.hs6,
            "tier": entry.tier,
            "since": entry.valid_from_on,
            "until": entry.valid_to_on,
            "is_date_verified": entry.is_date_verified,
            "description": entry.description,
        }
        for each in codes
        for entry in entries_for(each, on)
    ]
    return {"code": code, "hs6": cleaned.value, "issue": cleaned.issue, "controls": controls}


def _day(value: object) -> str:
    """Return a date as ISO text, for JSON."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
