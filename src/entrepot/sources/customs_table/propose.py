"""Proposes which column holds which field, with a confidence and a reason, from headers and sample values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from entrepot.evidence.reading.header import unique_names
from entrepot.sources.customs_table.calibration import confidence_of
from entrepot.sources.customs_table.evidence import by_values, judge
from entrepot.sources.customs_table.fields import Direction, Field, fields
from entrepot.sources.customs_table.headers import HeaderReading, read_headers
from entrepot.sources.customs_table.matching import HeaderMatch, match
from entrepot.sources.customs_table.settling import settle
from entrepot.sources.customs_table.values import Profile, profile

LEAST_FIT = 0.5  # below it a column is named as an alternative, never assigned
_STATED_FIT = 0.9  # of a currency that the header of the value names
_SIDES: Mapping[Direction, tuple[frozenset[str], ...]] = {
    "import": (
        frozenset({"import", "date"}),
        frozenset({"import", "id"}),
        frozenset({"importer", "id"}),
        frozenset({"importer", "taxid"}),
    ),
    "export": (
        frozenset({"export", "date"}),
        frozenset({"export", "id"}),
        frozenset({"exporter", "id"}),
        frozenset({"exporter", "taxid"}),
    ),
}


class Head(Protocol):
    """The part of a `Preview` that a proposal rests on."""

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def sheet(self) -> str | None:
        """The sheet; None for files without."""

    @property
    def header(self) -> tuple[str, ...]:
        """Headers as reported."""

    @property
    def rows(self) -> tuple[tuple[str | None, ...], ...]:
        """Sample rows."""


@dataclass(frozen=True)
class Candidate:
    """A column that may hold a field."""

    field: str
    column: int
    fit: float
    reason: str
    is_by_values: bool = False  # no header says it: what the calibration of headers says does not hold for it


@dataclass(frozen=True)
class FieldProposal:
    """Where a field is proposed to be.

    Attributes:
        field: Its name.
        columns: Headers of its columns; two where the same content stands in two languages, the local one first; empty
            where the table does not hold it.
        confidence: How often a column that fits so well is the right one, in [0, 1]; 0 where there is no column.
        reason: Why, in words.
        alternatives: Further columns that may hold it, best first, with how well they fit.
        constant: The value of every row, where the header states it (a currency); None otherwise.
        fit: How well header and values fit the field, in [0, 1].
    """

    field: str
    columns: tuple[str, ...]
    confidence: float
    reason: str
    alternatives: tuple[tuple[str, float], ...] = ()
    constant: str | None = None
    fit: float = 0.0


@dataclass(frozen=True)
class Proposal:
    """A proposed mapping: direction of trade (None where the table does not say) and every field in order."""

    direction: Direction | None
    fields: tuple[FieldProposal, ...]

    def field(self, name: str) -> FieldProposal:
        """Return the proposal for a field by its name."""
        return next(each for each in self.fields if each.field == name)


def propose(head: Head, direction: Direction | None = None) -> Proposal:
    """Return the proposed mapping of a table; a column is given one meaning at most (`invoice_currency` repeats it).

    Args:
        head: Header and sample rows.
        direction: Direction of trade where a person said it; None to take what headers and names say.
    """
    readings = read_headers(head.header)
    direction = direction or direction_of(readings, f"{head.path.stem} {head.sheet or ''}")
    columns = [profile(row[place] if place < len(row) else None for row in head.rows) for place in range(len(readings))]
    candidates = {each.name: _candidates(each, readings, columns, direction) for each in fields()}
    taken = settle(_assigned(candidates), candidates, readings, direction)
    labels = unique_names(head.header)
    return Proposal(direction, tuple(_proposal(each, taken, candidates, readings, labels) for each in fields()))


def direction_of(readings: Sequence[HeaderReading], name: str) -> Direction | None:
    """Return the direction of trade: by the headers, else by the words of the file and sheet names; None where neither says.

    A file name may lie (TRAPS.md), so headers are asked first: a date or number of import, an id of the importer, and which
    foreign side is named as buyer or supplier.
    """
    marks = {side: sum(any(mark <= r.words for mark in found) for r in readings) for side, found in _SIDES.items()}
    roles = [r.words for r in readings]
    marks["import"] += any("supplier" in words for words in roles)
    marks["export"] += any("buyer" in words for words in roles)
    if marks["import"] != marks["export"]:
        return "import" if marks["import"] > marks["export"] else "export"
    (spoken,) = read_headers([re.sub(r"[\W_]+", " ", name)])
    named = [side for side in _SIDES if side in spoken.words]
    return named[0] if len(named) == 1 else None


def _candidates(
    field: Field, readings: Sequence[HeaderReading], columns: Sequence[Profile], direction: Direction | None
) -> list[Candidate]:
    found = []
    for place, (reading, column) in enumerate(zip(readings, columns, strict=True)):
        said = match(field, reading, direction)
        judged = by_values(field.name, column) if said is None and reading.says_nothing else None
        if said is not None:
            found.append(_judged(field, place, said, column))
        elif judged is not None:
            why = f"header says nothing known; {judged.reason}"
            found.append(Candidate(field.name, place, round(judged.confidence, 2), why, is_by_values=True))
    return sorted(found, key=lambda each: (-each.fit, each.column))


def _judged(field: Field, place: int, said: HeaderMatch, column: Profile) -> Candidate:
    judged = judge(field.kind, said.confidence, column)
    reason = f"{said.reason}; {judged.reason}" if judged.reason else said.reason
    return Candidate(field.name, place, round(max(judged.confidence, 0.0), 3), reason)


def _assigned(candidates: Mapping[str, list[Candidate]]) -> dict[str, Candidate]:
    """Return the surest candidate of each field, no column twice; late fields choose from what is left."""
    taken: dict[str, Candidate] = {}
    for is_late in (False, True):
        names = [each.name for each in fields() if each.is_late == is_late]
        pool = sorted(
            (each for name in names for each in candidates[name] if each.fit >= LEAST_FIT),
            key=lambda each: (-each.fit, each.column, each.field),
        )
        for each in pool:
            if each.field not in taken and all(each.column != other.column for other in taken.values()):
                taken[each.field] = each
    return taken


def _proposal(
    field: Field,
    taken: Mapping[str, Candidate],
    candidates: Mapping[str, list[Candidate]],
    readings: Sequence[HeaderReading],
    labels: Sequence[str],
) -> FieldProposal:
    chosen = taken.get(field.name)
    used = {each.column for each in taken.values()}
    others = tuple(
        (labels[each.column], round(each.fit, 2))
        for each in candidates[field.name]
        if chosen is None or each.column != chosen.column
    )
    if chosen is None:
        stated = _stated_currency(taken, readings) if field.name == "value_currency" else None
        if stated is not None:
            why, sure = f"the header of the value names {stated}", confidence_of(_STATED_FIT)
            return FieldProposal(field.name, (), sure, why, others, stated, _STATED_FIT)
        why = "no column is sure enough" if others else "no column says it"
        return FieldProposal(field.name, (), 0.0, why, others)
    places = _versions(chosen.column, readings, used)
    names = tuple(labels[place] for place in places)
    twins = set(names)
    reason = chosen.reason + ("; the same in two languages" if len(places) > 1 else "")
    further = tuple(other for other in others if other[0] not in twins)
    sure = min(chosen.fit, confidence_of(chosen.fit)) if chosen.is_by_values else confidence_of(chosen.fit)
    return FieldProposal(field.name, names, sure, reason, further, fit=round(chosen.fit, 2))


def _versions(column: int, readings: Sequence[HeaderReading], used: set[int]) -> list[int]:
    """Return a column and the one that says the same in another language, the local one first."""
    languages = {"in_english", "in_local"}
    own = readings[column]
    same = [
        place
        for place, other in enumerate(readings)
        if place not in used
        and other.words - languages == own.words - languages
        and other.unknown == own.unknown
        and other.words & languages != own.words & languages
    ]
    return sorted([column, *same[:1]], key=lambda place: "in_english" in readings[place].words)


def _stated_currency(taken: Mapping[str, Candidate], readings: Sequence[HeaderReading]) -> str | None:
    value = taken.get("value_amount")
    return None if value is None else readings[value.column].currency_code
