"""The steps of the successor search: predecessors whose trade fell, candidates that took it over, what links the two."""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import pyarrow as pa

from entrepot.indicators.base import Context, Evidence
from entrepot.indicators.multiplicity import adjusted
from entrepot.indicators.statistics import combined_p
from entrepot.records.base import DATE, REAL, TEXT
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

_N2 = str(Path(__file__).with_name("n2_successor_company.py"))
_LISTED = statement_beside(_N2, "listed")
_DECLINE = statement_beside(_N2, "decline")
_STEPS = tuple((f"n2__{name}", statement_beside(_N2, name)) for name in ("volume", "grown", "overlap"))
_EVERY_PAIR = statement_beside(_N2, "pair")
_COMPARED = statement_beside(_N2, "compared")
_CANDIDATE = statement_beside(_N2, "candidate")
_TAIL = statement_beside(_N2, "tail")
_LINK = statement_beside(_N2, "link")
_NAME = statement_beside(_N2, "name")
_LINE = statement_beside(_N2, "line")
_FIGURE = statement_beside(_N2, "figure")
_PREDECESSOR = pa.schema([("party_id", TEXT), ("event_on", DATE)])
_LINKED = pa.schema([("predecessor_id", TEXT), ("successor_id", TEXT)])
_PAIR = pa.schema([("predecessor_id", TEXT), ("successor_id", TEXT), ("event_on", DATE), ("jaccard", REAL)])
_RARE_TOKEN_LETTERS = 4  # shorter name tokens (oil, ru, tek) are too common to link two firms
_NAME_JACCARD_MIN = 0.5  # half of the tokens of both names; proposed in methods 8.3 N2 without a figure

_PEERS_MIN = 20  # with fewer traders a fall cannot be told from theirs (reference_group)

Settings = Mapping[str, Value]
Pair = tuple[str, str]  # predecessor_id, successor_id


@dataclass(frozen=True)
class Predecessor:
    """A firm whose trade into the destination fell after its event: a listing, or for later generations its stop.

    `event` says in words what happened on `event_on`. `figures` holds US dollars (`value_` for the decline window,
    `total_` for the whole ledger on that side of the event) and `ratio`, the daily value after over that before.
    `chain` holds the ids and names of the earlier generations, oldest first.
    """

    party_id: str
    name: str
    event_on: date
    event: str
    figures: Row
    evidence: tuple[Evidence, ...]
    caveats: tuple[str, ...]
    chain: tuple[tuple[str, str], ...] = ()


@dataclass
class Search:
    """What one generation's search returned, by pair of predecessor and candidate.

    `candidates` are those with an alike profile or with a link and some overlap; `compared` counts every pair looked at.
    """

    candidates: list[Row]
    compared: int
    links: dict[Pair, list[Row]]
    figures: dict[Pair, Row] = field(default_factory=dict)
    lines: dict[Pair, list[Row]] = field(default_factory=dict)
    decline_p: dict[str, float] = field(default_factory=dict)
    combined: dict[Pair, "Combined"] = field(default_factory=dict)


@dataclass(frozen=True)
class Combined:
    """The chance of decline, profile and link together, and adjusted over all linked candidates; None: cannot be told."""

    p_value: float
    q_value: float
    decline_p: float | None
    link_p: float | None


def pair_of(row: Row) -> Pair:
    """Return the predecessor's and the successor's party id."""
    return row["predecessor_id"], row["successor_id"]


def listed_events(context: Context, settings: Settings) -> list[Row]:
    """Return the listings of parties that trade into the destination, one row a listing.

    A party that has a dated listing is not tested on days on which it was merely seen on a list.
    """
    rows = context.rows(_LISTED, settings)
    dated = {row["party_id"] for row in rows if row["date_basis"] != "seen"}
    return [row for row in rows if row["date_basis"] != "seen" or row["party_id"] not in dated]


def measured(context: Context, settings: Settings, events: Iterable[tuple[str, date]]) -> list[Row]:
    """Return what each party traded before and after each event day, with `ratio` where the ledger covers both sides."""
    keys = sorted(set(events))
    rows = [{"party_id": party_id, "event_on": event_on} for party_id, event_on in keys]
    context.engine.register("n2__predecessor", pa.Table.from_pylist(rows, schema=_PREDECESSOR))
    return [{**row, **_rates(row, settings)} for row in context.rows(_DECLINE, settings)]


def _rates(row: Row, settings: Settings) -> Row:
    window, least = int(number(settings["decline_days"])), int(number(settings["coverage_days_min"]))
    before_days = min(window, (row["event_on"] - row["ledger_from_on"]).days)
    after_days = min(window, (row["ledger_to_on"] - row["event_on"]).days + 1)
    is_covered = before_days >= least and after_days >= least
    ratio = None
    if is_covered and row["value_before_usd"] > 0:
        ratio = round((row["value_after_usd"] / after_days) / (row["value_before_usd"] / before_days), 6)
    return {"is_covered": is_covered, "ratio": ratio, "is_truncated": min(before_days, after_days) < window}


def number(value: Value) -> float:
    """Return a numeric setting as a float."""
    return float(str(value))


def declined(rows: Sequence[Row], settings: Settings) -> list[Row]:
    """Return one row a party: its event of the deepest decline, where that reaches the threshold."""
    ratio_max, before_min_usd = number(settings["decline_ratio_max"]), number(settings["predecessor_before_min_usd"])
    fallen = [
        row
        for row in rows
        if row["ratio"] is not None and row["ratio"] <= ratio_max and row["value_before_usd"] >= before_min_usd
    ]
    fallen.sort(key=lambda row: (row["party_id"], row["ratio"], -row["value_before_usd"], row["event_on"]))
    return [next(group) for _, group in groupby(fallen, key=lambda row: row["party_id"])]


def stop_days_of(first_on: date, last_on: date) -> list[date]:
    """Return the days on which a firm's trade may have stopped: the first of each month, and the day after its last line."""
    days = [last_on + timedelta(days=1)]
    month = date(first_on.year, first_on.month, 1)
    while month <= last_on:
        days.append(month)
        month += timedelta(days=calendar.monthrange(month.year, month.month)[1])
    return sorted(day for day in set(days) if day > first_on)


def search(context: Context, settings: Settings, predecessors: Sequence[Predecessor]) -> Search:
    """Return the candidates for each predecessor that are alike or linked, what links the two, and how many were compared."""
    engine = context.engine
    rows = [{"party_id": p.party_id, "event_on": p.event_on} for p in predecessors]
    engine.register("n2__predecessor", pa.Table.from_pylist(rows, schema=_PREDECESSOR))
    for table, statement in _STEPS:
        engine.materialise(table, statement, settings)
    engine.define("n2__candidate", _EVERY_PAIR)
    links = _by_pair(context.rows(_LINK, settings))
    for pair, link in _name_links(context.rows(_NAME, settings)):
        links.setdefault(pair, []).append(link)
    linked = [dict(zip(_LINKED.names, pair, strict=True)) for pair in sorted(links)]
    engine.register("n2__linked", pa.Table.from_pylist(linked, schema=_LINKED))
    compared = int(context.rows(_COMPARED, settings)[0]["pair_count"])
    found = Search(context.rows(_CANDIDATE, settings), compared, links)
    found.decline_p = {
        row["party_id"]: round((1 + row["as_low_count"]) / (1 + row["trader_count"]), 9)
        for row in context.rows(_TAIL, settings)
        if row["trader_count"] >= _PEERS_MIN
    }
    found.combined = dict(_combined(found))
    return found


def _combined(found: Search) -> Iterable[tuple[Pair, Combined]]:
    """Yield what each linked candidate comes to: decline, profile and the rarest link, adjusted over all linked ones.

    A candidate without a link can never be raised: it is no test, and does not count among them.
    """
    linked = [row for row in found.candidates if found.links.get(pair_of(row))]
    compared = [row for row in linked if row["p_value"] is not None]
    parts = [
        (found.decline_p.get(row["predecessor_id"]), _link_p(found.links.get(pair_of(row), []))) for row in compared
    ]
    p_values = [
        combined_p(*(p for p in (decline, float(row["p_value"]), link) if p is not None))
        for row, (decline, link) in zip(compared, parts, strict=True)
    ]
    q_values = adjusted(p_values, subjects_tested=len(found.links))
    for row, (decline, link), p_value, q_value in zip(compared, parts, p_values, q_values, strict=True):
        yield pair_of(row), Combined(p_value, q_value, decline, link)


def _link_p(links: Sequence[Row]) -> float | None:
    """Return the share of parties that have the rarest shared thing, 2 to the minus bits; None where no rarity is known."""
    bits = [float(link["rarity_bits"]) for link in links if link["rarity_bits"] is not None]
    return round(float(2 ** -max(0.0, *bits)), 9) if bits else None


def add_lines(context: Context, settings: Settings, found: Search, shown: Sequence[Row]) -> None:
    """Add figures and declaration lines for the pairs that are written out."""
    if not shown:
        return
    _register_pairs(context, "n2__shown", shown)
    found.figures = {pair_of(row): row for row in context.rows(_FIGURE, settings)}
    found.lines = _by_pair(context.rows(_LINE, settings))


def _register_pairs(context: Context, table: str, rows: Sequence[Row]) -> None:
    picked = [{name: row[name] for name in _PAIR.names} for row in rows]
    context.engine.register(table, pa.Table.from_pylist(picked, schema=_PAIR))


def _by_pair(rows: Iterable[Row]) -> dict[Pair, list[Row]]:
    grouped: dict[Pair, list[Row]] = {}
    for row in rows:
        grouped.setdefault(pair_of(row), []).append(row)
    return grouped


def _name_links(rows: Iterable[Row]) -> Iterable[tuple[Pair, Row]]:
    names: dict[Pair, tuple[list[Row], list[Row]]] = {}
    for row in rows:
        sides = names.setdefault(pair_of(row), ([], []))
        sides[row["party_id"] == row["successor_id"]].append(row)
    for pair, (ours, theirs) in names.items():
        alike = next(((a, b) for a in ours for b in theirs if names_alike(a["name_key"], b["name_key"])), None)
        if alike is not None:
            yield pair, _name_link(*alike)


def names_alike(key: str, other_key: str) -> bool:
    """Return whether two normalised names share half of their tokens, one of them longer than three letters."""
    ours, theirs = set(key.split()), set(other_key.split())
    shared = ours & theirs
    if not any(len(token) >= _RARE_TOKEN_LETTERS for token in shared):
        return False
    return len(shared) / len(ours | theirs) >= _NAME_JACCARD_MIN


def _name_link(ours: Row, theirs: Row) -> Row:
    return {
        "link_kind": "similar_name",
        "via_name": f"{ours['name']} and {theirs['name']}",
        "sharing_count": None,
        "rarity_bits": None,
        **{name: ours[name] for name in ("snapshot_id", "locator", "provenance", "publication")},
        **{f"b_{name}": theirs[name] for name in ("snapshot_id", "locator", "provenance", "publication")},
    }
