"""Everything the pages share, read once from a case's results."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from entrepot.case.results import Results
from entrepot.graph.nameless import nameless, party_names
from entrepot.report.corridors import Corridor, Points, corridor_series
from entrepot.report.figures.axes import Event
from entrepot.report.questions import case_events
from entrepot.report.trade import MonthSum, Place, lines_at, rows_about, trade_by_month
from entrepot.sources.base import hash_id
from entrepot.store.engine import Row, rows_of

_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,80}")
_UNKNOWN_BAND = "country not known"


@dataclass(frozen=True)
class RaisedPage:
    """A raised finding and where its page lies, relative to the report's folder."""

    finding: Row
    path: str
    party_ids: tuple[str, ...]


@dataclass(frozen=True)
class Network:
    """Links and possible matches by each party of raised findings that they touch."""

    links: Mapping[str, list[Row]]
    possible: Mapping[str, list[Row]]

    @property
    def rows(self) -> list[Row]:
        """All of them; a row between two named parties stands twice."""
        return [row for index in (self.links, self.possible) for rows in index.values() for row in rows]


@dataclass(frozen=True)
class Book:
    """What the pages are written from. `parties` holds those of raised findings and their neighbours, `unnamed` the words for
    those of them that no source in the case names."""

    results: Results
    raised: tuple[RaisedPage, ...]
    parties: Mapping[str, Row]
    unnamed: Mapping[str, str]
    party_paths: Mapping[str, str]
    territory_names: Mapping[str, str]
    trade: Mapping[str, list[MonthSum]]
    lines: Mapping[Place, Row]
    network: Network
    listings: Mapping[str, list[Row]]
    corridors: Mapping[Corridor, Points]

    @cached_property
    def raised_ids(self) -> frozenset[str]:
        """The subjects of raised findings."""
        return frozenset(page.finding["subject_id"] for page in self.raised)

    @cached_property
    def coalition_bands(self) -> frozenset[str]:
        """The names of the countries that joined the controls."""
        rows = rows_of(self.results.engine.read("codes__country_set"))
        wanted = self.results.config.study.coalition_set
        return frozenset(self.band(row["country_iso"]) for row in rows if row["set_id"] == wanted)

    def band(self, country_iso: str | None) -> str:
        """Return the country's name as a column or lane head shows it."""
        return _UNKNOWN_BAND if country_iso is None else self.territory_names.get(country_iso, country_iso)

    def name(self, party_id: str) -> str:
        """Return the party's name; what it is known by where no source in the case names it."""
        if party_id in self.parties:
            return str(self.parties[party_id]["name"])
        return self.unnamed.get(party_id) or nameless(party_id)

    def bands(self, used: Iterable[str]) -> list[str]:
        """Return countries from left to right: not known, coalition, third countries, destination."""
        last = self.band(self.results.config.study.destination_iso)
        return sorted(set(used), key=lambda b: (b == last, b != _UNKNOWN_BAND, b not in self.coalition_bands, b))


def make_book(results: Results) -> Book:
    """Return the shared data of a report."""
    findings = [finding for finding in results.findings if finding["outcome"] == "raised"]
    named = {party_id for finding in findings for party_id in _ids(finding)}
    network = _network(results, named)
    near = named | {row[side] for row in network.rows for side in ("party_a_id", "party_b_id")}
    near |= {row["via"] for row in network.rows if "via" in row}
    parties = {row["party_id"]: row for row in rows_about(results, "linked__party", "party_id", near)}
    core = sorted(named & set(parties))
    places = [(row["snapshot"], row["locator"]) for finding in findings for row in finding["evidence"]]
    listings = _grouped(rows_about(results, "linked__designation", "party_id", core), "party_id")
    territories = rows_of(results.engine.read("codes__territory"))
    return Book(
        results=results,
        raised=_pages(findings, parties),
        parties=parties,
        unnamed=party_names(results.engine, near - parties.keys()),
        party_paths={party_id: f"parties/{file_stem(party_id)}.html" for party_id in core},
        territory_names={row["country_iso"]: row["name"] for row in territories},
        trade=trade_by_month(results, core),
        lines=lines_at(results, core, places),
        network=network,
        listings=listings,
        corridors=corridor_series(results, findings),
    )


def file_stem(text: str) -> str:
    """Return a file name for an id: the id where it is plain, else its plain characters and the start of its hash."""
    if _PLAIN_NAME.fullmatch(text):
        return text
    folded = re.sub(r"[^A-Za-z0-9_-]+", "-", text).strip("-")[:60]
    return f"{folded or 'x'}-{hash_id(text)[:8]}"


def events_of(book: Book, party_ids: Iterable[str]) -> tuple[Event, ...]:
    """Return the case's key dates, its cut-off, and the first listing of each party by each regime."""
    events = set(case_events(book.results))
    for party_id in party_ids:
        events |= listing_events(book.listings.get(party_id, []), book.name(party_id))
    return tuple(sorted(events, key=lambda event: (event.on, event.label)))


def listing_events(rows: Iterable[Row], name: str) -> set[Event]:
    """Return the first listing of a party by each regime, of its rows of linked__designation."""
    first: dict[str, date] = {}
    for row in rows:
        if row["listed_on"] is not None:
            first[row["regime"]] = min(first.get(row["regime"], row["listed_on"]), row["listed_on"])
    return {Event(on, f"{_lister(regime)} {name}") for regime, on in first.items()}


def _lister(regime: str) -> str:
    return "watchlist names" if regime == "none" else f"{regime} lists"


def _ids(finding: Row) -> list[str]:
    return list(dict.fromkeys([finding["subject_id"], *finding.get("related_ids", [])]))


def _pages(findings: Iterable[Row], parties: Mapping[str, Row]) -> tuple[RaisedPage, ...]:
    pages: list[RaisedPage] = []
    used: dict[str, int] = {}
    for finding in findings:
        stem = f"{finding['indicator']}-{file_stem(finding['subject_id'])}"
        used[stem.lower()] = used.get(stem.lower(), 0) + 1
        again = f"-{used[stem.lower()]}" if used[stem.lower()] > 1 else ""
        known = tuple(party_id for party_id in _ids(finding) if party_id in parties)
        pages.append(RaisedPage(finding, f"findings/{stem}{again}.html", known))
    return tuple(pages)


def _network(results: Results, ids: Iterable[str]) -> Network:
    named = set(ids)

    def touching(table: str) -> dict[str, list[Row]]:
        index: dict[str, list[Row]] = {}
        for side in ("party_a_id", "party_b_id"):
            for row in rows_about(results, table, side, named):
                index.setdefault(row[side], []).append(row)
        return index

    return Network(touching("graph__link"), touching("linked__possible_match"))


def _grouped(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[column], []).append(row)
    return groups
