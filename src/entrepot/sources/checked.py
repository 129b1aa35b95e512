"""Turns text columns into typed ones, a distinct value at a time; a row with any faulty field is put aside whole.

Nothing is set to null in silence: an optional field that holds something unusable puts its row aside as well.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from entrepot.codes.cleaned import Cleaned
from entrepot.normalise.numbers import parse_number
from entrepot.records.base import DATE, REAL, TEXT, Provenance
from entrepot.sources.base import ParseContext
from entrepot.sources.days import iso_day, iso_day_or_month, last_iso_day, not_in_future
from entrepot.sources.tabular import LOCATOR, why_refused
from entrepot.store.hashing import hash_columns

_PLAIN_NUMBER = r"^-?[0-9]{1,15}([.][0-9]+)?([eE][+-]?[0-9]{1,2})?$"
_THREE_DECIMALS = "^-?[1-9][0-9]{0,2}[.][0-9]{3}$"  # 1.234, where a point may also divide thousands
_NEEDS_PUBLICATION = (Provenance.REPORTED.value, Provenance.RECONSTRUCTED.value)
Rows = npt.NDArray[np.bool_]


def one_of(*allowed: str) -> Callable[[str], Cleaned[str]]:
    """Return a cleaner that accepts the allowed words only, in lower case."""

    def clean(raw: str) -> Cleaned[str]:
        word = raw.lower()
        return Cleaned(word) if word in allowed else Cleaned(None, f"{raw[:60]!r} is none of {', '.join(allowed)}")

    return clean


def editions(raw: str) -> Cleaned[str]:
    """Return an edition of the Harmonized System: HS2012, HS2017 or HS2022."""
    result = one_of("hs2012", "hs2017", "hs2022")(raw)
    return Cleaned(None if result.value is None else result.value.upper(), result.issue)


def derived(column: pa.Array, make: Callable[[Any], Any], kind: pa.DataType = TEXT) -> pa.Array:
    """Return what a function makes of each value, called once a distinct value; null stays null."""
    encoded = column.dictionary_encode()
    return pa.array([make(value) for value in encoded.dictionary.to_pylist()], type=kind).take(encoded.indices)


def hash_ids(*parts: pa.Array | str) -> pa.Array:
    """Return `hash_id` of the parts of each row."""
    length = next(len(part) for part in parts if not isinstance(part, str))
    texts = [pa.repeat(pa.scalar(part, TEXT), length) if isinstance(part, str) else part for part in parts]
    return hash_columns(*texts)


class CheckedColumns:
    """The columns of one batch of text rows, read one by one; `kept` then gives the rows without a fault."""

    def __init__(self, context: ParseContext, batch: pa.Table) -> None:
        self._context = context
        self._batch = batch
        self._faults: dict[int, list[tuple[str, str]]] = {}
        self.row_count: int = batch.num_rows

    def text(self, name: str, *, is_required: bool = False) -> pa.Array:
        """Return a column as reported."""
        column = self._batch.column(name).combine_chunks()
        if is_required:
            self.refuse(column.is_null().to_numpy(zero_copy_only=False), name, "is missing")
        return column

    def mapped(
        self, name: str, clean: Callable[[str], Cleaned[Any]], kind: pa.DataType = TEXT, *, is_required: bool = False
    ) -> pa.Array:
        """Return a column cleaned by a normaliser, called once a distinct value; no value puts the row aside."""
        encoded = self.text(name, is_required=is_required).dictionary_encode()
        cleaned = [clean(value) for value in encoded.dictionary.to_pylist()]
        positions = pc.fill_null(encoded.indices, -1).to_numpy()
        unusable = [i for i, result in enumerate(cleaned) if result.value is None]
        for row in np.flatnonzero(np.isin(positions, unusable)) if unusable else ():
            result = cleaned[positions[row]]
            self._note(int(row), name, _naming(encoded.dictionary[int(positions[row])].as_py(), result.issue))
        self._warn_of_repairs(name, cleaned)
        return pa.array([result.value for result in cleaned], type=kind).take(encoded.indices)

    def day(self, name: str, clean: Callable[[str], Cleaned[date]] = iso_day, *, is_required: bool = False) -> pa.Array:
        """Return a column of days on which something happened, ISO days of trade by default; none in the future."""
        past = not_in_future(clean, self._context.snapshot.accessed_on)
        return self.mapped(name, past, DATE, is_required=is_required)

    def span(self, from_name: str, to_name: str) -> dict[str, pa.Array]:
        """Return two columns of days; a month stands for its first day, in the second column its last, never before it."""
        from_on = self.mapped(from_name, iso_day_or_month, DATE)
        to_on = self.mapped(to_name, last_iso_day, DATE)
        self.refuse(pc.fill_null(pc.less(to_on, from_on), False), to_name, f"lies before {from_name}")
        return {from_name: from_on, to_name: to_on}

    def number(self, name: str, *, is_required: bool = False, is_signed: bool = False) -> pa.Array:
        """Return a column of numbers with a decimal point, not below zero unless signed; an ambiguous comma is refused."""
        raw = self.text(name, is_required=is_required)
        is_plain = pc.fill_null(pc.match_substring_regex(raw, _PLAIN_NUMBER), True)
        plain = pc.if_else(is_plain, raw, pa.scalar(None, TEXT)).cast(REAL)
        numbers = pc.coalesce(plain, self._other_numbers(raw, is_plain, name))
        has_three = pc.fill_null(pc.match_substring_regex(raw, _THREE_DECIMALS), False)
        self._context.count(f"{name}: {{}} numbers with exactly three decimals: read with a decimal point", has_three)
        if not is_signed:
            negative = pc.fill_null(pc.less(numbers, 0.0), False).to_numpy(zero_copy_only=False)
            self.refuse(negative, name, "is below zero")
        return numbers

    def evidence(self, publisher: pa.Array | None = None) -> dict[str, pa.Array]:
        """Return provenance and publication; a reported or reconstructed row without publication is put aside.

        `publisher` stands for the publication of a row that names none.
        """
        default = self._context.meta.default_provenance
        words = self.mapped("provenance", one_of(*(p.value for p in Provenance)))
        provenance = pc.fill_null(words, default)
        publication = self.text("publication")
        publication = publication if publisher is None else pc.coalesce(publication, publisher)
        needs = pc.is_in(provenance, value_set=pa.array(_NEEDS_PUBLICATION))
        lacking = pc.and_(needs, publication.is_null()).to_numpy(zero_copy_only=False)
        self.refuse(lacking, "publication", "is missing: a reported or reconstructed row names its publication")
        return {"provenance": provenance, "publication": publication}

    def refuse(self, rows: Rows | pa.Array, field_name: str, reason: str) -> None:
        """Put rows aside: `rows` is True where the field is at fault."""
        for row in np.flatnonzero(np.asarray(rows)):
            self._note(int(row), field_name, reason)

    def is_good(self) -> pa.Array:
        """Return True for the rows without a fault so far."""
        good = np.ones(self.row_count, dtype=np.bool_)
        good[sorted(self._faults)] = False
        return pa.array(good)

    def kept(self, columns: dict[str, pa.Array]) -> pa.Table:
        """Return the rows without a fault, with snapshot id and locator; put the others into quarantine."""
        made = pa.table({**columns, LOCATOR: self._batch.column(LOCATOR)})
        snapshot_id = pa.repeat(self._context.snapshot.snapshot_id, self.row_count).cast(TEXT)
        made = made.append_column("snapshot_id", snapshot_id)
        if not self._faults:
            return made
        faulty = sorted(self._faults)
        for position, row in zip(faulty, self._batch.take(faulty).to_pylist(), strict=True):
            put_aside(self._context, row.pop(LOCATOR), self._faults[position], row)
        return made.filter(self.is_good())

    def _other_numbers(self, raw: pa.Array, is_plain: pa.Array, name: str) -> pa.Array:
        """Return what the normaliser makes of the cells that are not plain numbers; the rest is put aside."""
        found: list[float | None] = [None] * self.row_count
        for row in np.flatnonzero(~is_plain.to_numpy(zero_copy_only=False)):
            text = raw[int(row)].as_py()
            cleaned = parse_number(text)
            found[row] = cleaned.value
            if cleaned.value is None:
                is_ambiguous = cleaned.issue is not None and "comma" in cleaned.issue
                self._note(int(row), name, str(cleaned.issue) if is_ambiguous else why_refused(text, "a number"))
        return pa.array(found, type=REAL)

    def _note(self, row: int, field_name: str, reason: str) -> None:
        self._faults.setdefault(row, []).append((field_name, reason))

    def _warn_of_repairs(self, name: str, cleaned: Sequence[Cleaned[Any]]) -> None:
        """Say once what was repaired in a column, with the first case."""
        repaired = [result.issue for result in cleaned if result.value is not None and result.issue is not None]
        if repaired and not any(known.startswith(f"{name}: repaired") for known in self._context.warnings):
            self._context.warn(f"{name}: repaired or doubtful values are kept, such as: {repaired[0]}")


def _naming(raw: str, issue: str | None) -> str:
    """Return an issue that names the value it is about."""
    why = issue or "holds nothing usable"
    return why if raw[:60] in why else f"{raw[:60]!r}: {why}"


def put_aside(
    context: ParseContext, locator: str, faults: Sequence[tuple[str, str]], row: dict[str, str | None]
) -> None:
    """Quarantine one row with all its faults, as (field, reason)."""
    reason = "; ".join(f"{name} {why}" for name, why in faults)
    raw = "; ".join(f"{name}={cell}" for name, cell in row.items() if cell is not None)
    fields = ", ".join(dict.fromkeys(name for name, _ in faults))
    context.quarantine(locator, reason, field_name=fields, raw=raw)
