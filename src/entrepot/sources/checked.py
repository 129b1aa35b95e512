"""Turns text columns into typed ones, a distinct value at a time; a row with any faulty field is put aside whole.

Nothing is set to null in silence: an optional field that holds something unusable puts its row aside as well.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from entrepot.codes.cleaned import Cleaned
from entrepot.normalise.dates import partial_date
from entrepot.normalise.numbers import parse_number
from entrepot.records.base import DATE, REAL, TEXT, Provenance
from entrepot.sources.base import ParseContext, hash_id
from entrepot.sources.tabular import LOCATOR, why_refused

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)  # trade records outside are typing errors: methods 11, dates
_PLAIN_NUMBER = r"^-?[0-9]{1,15}([.][0-9]+)?([eE][+-]?[0-9]{1,2})?$"
_ISO = re.compile(r"\d{4}-\d{2}(-\d{2})?")
_NEEDS_PUBLICATION = (Provenance.REPORTED.value, Provenance.RECONSTRUCTED.value)
Rows = npt.NDArray[np.bool_]


def iso_day(raw: str) -> Cleaned[date]:
    """Return an ISO day (2022-02-24) within the plausible range; other spellings are refused, never guessed."""
    try:
        day = date.fromisoformat(raw) if len(raw) == len("2022-02-24") else None
    except ValueError:
        day = None
    if day is None:
        return Cleaned(None, why_refused(raw, "a day such as 2022-02-24"))
    if not FIRST_DAY <= day <= LAST_DAY:
        return Cleaned(None, f"{raw} is outside {FIRST_DAY} to {LAST_DAY}")
    return Cleaned(day)


def iso_day_or_month(raw: str) -> Cleaned[date]:
    """Return an ISO day, the first where only the month is given (2022-02); any year that a register may hold.

    A year alone is refused: a first of January could fall on the wrong side of a cut-off date.
    """
    partial = partial_date(raw) if _ISO.fullmatch(raw) else Cleaned[str](None)
    if partial.value is None:
        return Cleaned(None, partial.issue or why_refused(raw, "a day such as 2022-02-24 or a month such as 2022-02"))
    return Cleaned(
        date.fromisoformat(partial.value if len(partial.value) == len("2022-02-24") else f"{partial.value}-01")
    )


def last_iso_day(raw: str) -> Cleaned[date]:
    """Return an ISO day, the last where only the month is given: the end of a span."""
    first = iso_day_or_month(raw)
    if first.value is None or len(raw) == len("2022-02-24"):
        return first
    return Cleaned(first.value.replace(day=monthrange(first.value.year, first.value.month)[1]))


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
    texts = [part if isinstance(part, str) else pc.fill_null(part, "") for part in parts]
    return derived(pc.binary_join_element_wise(*texts, "|"), hash_id)


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
            self._note(int(row), name, cleaned[positions[row]].issue or "holds nothing usable")
        self._warn_of_repairs(name, cleaned)
        return pa.array([result.value for result in cleaned], type=kind).take(encoded.indices)

    def day(self, name: str, *, is_required: bool = False) -> pa.Array:
        """Return a column of ISO days of trade."""
        return self.mapped(name, iso_day, DATE, is_required=is_required)

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
        is_good = np.ones(self.row_count, dtype=np.bool_)
        is_good[faulty] = False
        return made.filter(pa.array(is_good))

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


def put_aside(
    context: ParseContext, locator: str, faults: Sequence[tuple[str, str]], row: dict[str, str | None]
) -> None:
    """Quarantine one row with all its faults, as (field, reason)."""
    reason = "; ".join(f"{name} {why}" for name, why in faults)
    raw = "; ".join(f"{name}={cell}" for name, cell in row.items() if cell is not None)
    fields = ", ".join(dict.fromkeys(name for name, _ in faults))
    context.quarantine(locator, reason, field_name=fields, raw=raw)


def without_repeats(
    context: ParseContext, batches: Sequence[pa.Table], keys: Sequence[str], what: str
) -> list[pa.Table]:
    """Return the batches without rows whose keys stood in an earlier row; those go to quarantine with that row's place."""
    seen = pa.concat_tables([batch.select([*keys, LOCATOR]) for batch in batches])
    counted = seen.append_column("at", pa.array(np.arange(seen.num_rows))).group_by(list(keys), use_threads=False)
    groups = counted.aggregate([("at", "min"), ("at", "count")])
    if groups.num_rows == seen.num_rows:
        return list(batches)
    is_first = np.zeros(seen.num_rows, dtype=np.bool_)
    is_first[groups.column("at_min").to_numpy()] = True
    repeated = groups.filter(pc.greater(groups.column("at_count"), 1)).to_pylist()
    originals = {tuple(row[key] for key in keys): row["at_min"] for row in repeated}
    locator = seen.column(LOCATOR)
    for repeat in np.flatnonzero(~is_first):
        row = seen.slice(int(repeat), 1).to_pylist()[0]
        original = locator[originals[tuple(row[key] for key in keys)]].as_py()
        raw = "; ".join(f"{key}={row[key]}" for key in keys if row[key] is not None)
        context.quarantine(row[LOCATOR], f"duplicate of {original}: {what}", raw=raw)
    return _split(is_first, batches)


def _split(is_kept: Rows, batches: Sequence[pa.Table]) -> list[pa.Table]:
    start, made = 0, []
    for batch in batches:
        made.append(batch.filter(pa.array(is_kept[start : start + batch.num_rows])))
        start += batch.num_rows
    return made
