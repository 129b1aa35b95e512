"""What the report says of each party in a raised finding: its records and why they are one, names, trade, near matches."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from entrepot.case.dossier import SECTIONS, Section
from entrepot.graph.nameless import party_names
from entrepot.report.book import Book
from entrepot.report.trade import rows_about
from entrepot.store.engine import Row

_MOST_ROWS = 200  # per section of one party; the count is said where more stand in the case


@dataclass(frozen=True)
class DossierPage:
    """A party's page: its row, its sections, the findings it appears in."""

    party: Row
    path: str
    sections: Mapping[str, list[Row]]
    joined_because: list[Row]
    trade_by_year: list[Row]
    possible: list[Row]
    findings: list[tuple[Row, str]]

    @property
    def provenances(self) -> set[str]:
        """How the rows on the page came to be known."""
        rows = [row for rows in self.sections.values() for row in rows]
        return {row["provenance"] for row in (*rows, *self.trade_by_year, self.party)}


def dossier_pages(book: Book) -> list[DossierPage]:
    """Return the pages of all parties in raised findings, ordered by id."""
    found = {part.name: _by_party(book, part) for part in SECTIONS}
    merges = _merges(book, found["records"])
    findings: dict[str, list[tuple[Row, str]]] = {}
    for page in book.raised:
        for party_id in page.party_ids:
            findings.setdefault(party_id, []).append((page.finding, page.path))
    return [
        DossierPage(
            party=book.parties[party_id],
            path=path,
            sections={name: index.get(party_id, []) for name, index in found.items()},
            joined_because=merges.get(party_id, []),
            trade_by_year=_by_year(book, party_id),
            possible=_possible(book, party_id),
            findings=findings.get(party_id, []),
        )
        for party_id, path in book.party_paths.items()
    ]


def most_rows() -> int:
    """Return how many rows a section shows at most."""
    return _MOST_ROWS


def _by_party(book: Book, part: Section) -> dict[str, list[Row]]:
    rows, other = rows_about(book.results, part.table, part.column, book.party_paths), part.other
    names = {} if other is None else party_names(book.results.engine, {row[other] for row in rows if row[other]})
    index: dict[str, list[Row]] = {}
    for row in rows:
        extra = {} if other is None else {"other_id": row[other], "other_name": names.get(row[other])}
        index.setdefault(row[part.column], []).append(row | extra)
    return index


def _merges(book: Book, records: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    """Return the pairs of records that are one party, by party: `reasons`, the strongest first, and its place on either side."""
    names: dict[str, str] = {}
    for row in (row for rows in records.values() for row in rows):
        names.setdefault(row["source_party_id"], row["name"])
    pairs: dict[tuple[str, str, str], Row] = {}
    merges = rows_about(book.results, "linked__merge", "party_id", book.party_paths)
    for row in sorted(merges, key=lambda row: -row["weight"]):
        sides = [row["source_party_a"], row["source_party_b"]]
        named = {f"name_{side}": names.get(record, record) for side, record in zip("ab", sides, strict=True)}
        pair = pairs.setdefault((row["party_id"], *sides), {**row, **named, "reasons": []})
        if row["reason"] not in pair["reasons"]:
            pair["reasons"].append(row["reason"])
    index: dict[str, list[Row]] = {}
    for row in pairs.values():
        index.setdefault(row["party_id"], []).append(row)
    return index


def _by_year(book: Book, party_id: str) -> list[Row]:
    """Return what a party received and sent by year and provenance, US dollars; None where no line has a value."""
    sums: dict[tuple[int, str, str], Row] = {}
    for month in book.trade.get(party_id, []):
        key = (month.month_on.year, month.side, month.provenance)
        row = sums.setdefault(key, {"value_usd": None, "line_count": 0})
        row["line_count"] += month.line_count
        if month.value_usd is not None:
            row["value_usd"] = (row["value_usd"] or Decimal(0)) + month.value_usd
    return [{"year": k[0], "side": k[1], "provenance": k[2], **row} for k, row in sorted(sums.items())]


def _possible(book: Book, party_id: str) -> list[Row]:
    """Return the parties that may be this one, the likeliest first; those without a probability after them."""
    rows = book.network.possible.get(party_id, [])
    ends = [(r, r["party_b_id"] if r["party_a_id"] == party_id else r["party_a_id"]) for r in rows]
    named = [{"probability": None, **row, "other_id": other, "other_name": book.name(other)} for row, other in ends]
    return sorted(named, key=lambda row: -(row["probability"] or 0.0))
