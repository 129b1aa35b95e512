"""What the report says of each party in a raised finding: names, numbers, addresses, listings, roles, trade, near matches."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from entrepot.report.book import Book
from entrepot.report.trade import rows_about
from entrepot.store.engine import Row

# Section, table, the column that holds the party, the column of the other side of a relation.
_SECTIONS = (
    ("names", "linked__party_name", "party_id", None),
    ("identifiers", "linked__identifier", "party_id", None),
    ("addresses", "linked__address", "party_id", None),
    ("contacts", "linked__contact", "party_id", None),
    ("tags", "linked__tag", "party_id", None),
    ("listings", "linked__designation", "party_id", None),
    ("owners", "linked__interest", "subject_party_id", "owner_party_id"),
    ("holdings", "linked__interest", "owner_party_id", "subject_party_id"),
    ("roles_of_others", "linked__role", "subject_party_id", "holder_party_id"),
    ("roles_held", "linked__role", "holder_party_id", "subject_party_id"),
)
_MOST_ROWS = 200  # per section of one party; the count is said where more stand in the case


@dataclass(frozen=True)
class DossierPage:
    """A party's page: its row, its sections, the findings it appears in."""

    party: Row
    path: str
    sections: Mapping[str, list[Row]]
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
    found = {name: _by_party(book, table, column, other) for name, table, column, other in _SECTIONS}
    findings: dict[str, list[tuple[Row, str]]] = {}
    for page in book.raised:
        for party_id in page.party_ids:
            findings.setdefault(party_id, []).append((page.finding, page.path))
    return [
        DossierPage(
            party=book.parties[party_id],
            path=path,
            sections={name: index.get(party_id, []) for name, index in found.items()},
            trade_by_year=_by_year(book, party_id),
            possible=_possible(book, party_id),
            findings=findings.get(party_id, []),
        )
        for party_id, path in book.party_paths.items()
    ]


def most_rows() -> int:
    """Return how many rows a section shows at most."""
    return _MOST_ROWS


def _by_party(book: Book, table: str, column: str, other: str | None) -> dict[str, list[Row]]:
    rows = rows_about(book.results, table, column, book.party_paths)
    names = _names(book, {row[other] for row in rows if row[other]}) if other else {}
    index: dict[str, list[Row]] = {}
    for row in rows:
        extra = {"other_id": row[other], "other_name": names.get(row[other], row[other])} if other else {}
        index.setdefault(row[column], []).append(row | extra)
    return index


def _names(book: Book, ids: set[str]) -> dict[str, str]:
    rows = rows_about(book.results, "linked__party", "party_id", ids)
    return {row["party_id"]: row["name"] for row in rows}


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
    rows = book.network.possible.get(party_id, [])
    ends = [(r, r["party_b_id"] if r["party_a_id"] == party_id else r["party_a_id"]) for r in rows]
    return [row | {"other_id": other, "other_name": book.name(other)} for row, other in ends]
