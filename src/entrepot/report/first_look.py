"""Where to look first: the head of the ranked list, each contribution with the page of its finding."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from entrepot.report.book import Book

_SHOWN = 10  # what a reader takes in at once; the rest: entrepot ranking


@dataclass(frozen=True)
class Reason:
    """A contribution and where the page of its finding lies; None where it has none."""

    contribution: Mapping[str, Any]
    path: str | None


@dataclass(frozen=True)
class FirstLook:
    """The first rows of the ranked list with their reasons, and how many there are in all."""

    rows: tuple[tuple[Mapping[str, Any], tuple[Reason, ...]], ...]
    party_count: int


def first_look(book: Book) -> FirstLook | None:
    """Return the head of the ranked list; None where nothing ranks anybody."""
    ranked = book.results.ranking
    if not ranked:
        return None
    paths: dict[tuple[str, str], str] = {}
    for page in book.raised:
        paths.setdefault((page.finding["indicator"], page.finding["subject_id"]), page.path)
    rows = tuple(
        (row, tuple(Reason(c, paths.get((c["indicator"], c["finding_subject_id"]))) for c in row["contributions"]))
        for row in ranked[:_SHOWN]
    )
    return FirstLook(rows, len(ranked))
