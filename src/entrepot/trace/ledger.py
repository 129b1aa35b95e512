"""The consignments that a question looks at, as columns of numbers: who sent what to whom, when, how much."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_WHOLE = ("exporter", "importer", "part")


class Ids:
    """Texts by position: in a third of the memory that as many Python texts take."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        # Copied: a column of a table that an engine gave holds all others of it in memory.
        copies = [chunk.take(pa.array(np.arange(len(chunk)))) for chunk in column.chunks]
        self._texts = pa.chunked_array(copies, column.type)

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, place: int) -> str:
        text: str = self._texts[place].as_py()
        return text

    def __iter__(self) -> Iterator[str]:
        texts: list[str] = self._texts.to_pylist()
        return iter(texts)


@dataclass(frozen=True)
class Ledger:
    """Consignments in order of arrival, one a position; texts are numbers into `words`, -1 where null.

    `left` and `arrived` are days since 1970. `is_whole` says of `exporter` and `importer` whether all the firm's consignments
    of the code are here, of `part` whether all of the part are; empty where all are.
    """

    ids: Ids
    columns: Mapping[str, Ints]
    words: Mapping[str, Sequence[str]]
    left: Ints
    arrived: Ints
    quantity: Floats
    value_usd: Floats
    is_whole: Mapping[str, Flags]

    def __len__(self) -> int:
        return len(self.ids)

    def of(self, name: str) -> Ints:
        """Return a text column as numbers: exporter, importer, exporter_iso, importer_iso, hs6, hs_code, part, brand, unit."""
        return self.columns[name]

    def word(self, name: str, place: int) -> str | None:
        """Return the text of a column at a position; None where null."""
        number = int(self.columns[name][place])
        return None if number < 0 else self.words[name][number]

    def texts(self, name: str, places: Ints) -> pa.Array:
        """Return the texts of a column at some positions."""
        numbers = self.columns[name][places]
        return pa.array(self.words[name], pa.string()).take(pa.array(numbers, mask=numbers < 0))

    @cached_property
    def price(self) -> Floats:
        """Dollars a unit; NaN where no value is known."""
        return np.where(self.value_usd > 0, self.value_usd / self.quantity, np.nan)

    @cached_property
    def amount(self) -> tuple[Floats, Ints]:
        """The different quantities, in order, and the number of each consignment's among them."""
        quantities, numbers = np.unique(self.quantity, return_inverse=True)
        return quantities, numbers.astype(np.int64)

    def whole(self, side: str) -> Ints:
        """Return the firms of a side, -1 where not all their consignments of the code are in the ledger."""
        is_whole = self.is_whole.get(side)
        return self.of(side) if is_whole is None else np.where(is_whole, self.of(side), -1)

    def country(self, side: str) -> Ints:
        """Return the countries of a side, -1 where a named firm's other consignments of the goods may be missing here."""
        if "part" not in self.is_whole:
            return self.of(f"{side}_iso")
        is_whole = (self.whole(side) >= 0) | (self.of(side) < 0) | self.is_whole["part"]
        return np.where(is_whole, self.of(f"{side}_iso"), -1)

    @cached_property
    def position(self) -> Mapping[str, int]:
        """The position of every consignment by its id."""
        return {name: place for place, name in enumerate(self.ids)}


def ledger_of(rows: pa.Table) -> Ledger:
    """Return the ledger of rows with the columns of ledger.sql, in their order."""
    columns: dict[str, Ints] = {}
    words: dict[str, Sequence[str]] = {}
    for names in (("exporter", "importer"), ("exporter_iso", "importer_iso")):
        sides = [rows.column(name if name.endswith("iso") else f"{name}_id") for name in names]
        numbers, known = _numbered(pa.chunked_array([c for side in sides for c in side.chunks], pa.string()))
        columns[names[0]], columns[names[1]] = numbers[: rows.num_rows], numbers[rows.num_rows :]
        words[names[0]] = words[names[1]] = known
    for name, column in (("hs6", "hs6"), ("hs_code", "hs_code"), ("part", "part_key"), ("brand", "brand_key")):
        columns[name], words[name] = _numbered(rows.column(column))
    columns["unit"], words["unit"] = _numbered(rows.column("unit"))
    return Ledger(
        ids=Ids(rows.column("shipment_id")),
        columns=columns,
        words=words,
        left=_days(rows.column("left_on")),
        arrived=_days(rows.column("arrived_on")),
        quantity=_reals(rows.column("quantity")),
        value_usd=_reals(rows.column("value_usd")),
        is_whole=_whole(rows),
    )


def _numbered(column: pa.ChunkedArray) -> tuple[Ints, Sequence[str]]:
    """Return texts as numbers in the order of the alphabet, and the texts: the same rows give the same numbers."""
    coded = column.cast(pa.string()).combine_chunks().dictionary_encode()
    known: list[str] = coded.dictionary.to_pylist()
    order = sorted(range(len(known)), key=known.__getitem__)
    rank = np.empty(len(known) + 1, dtype=np.int64)
    rank[order] = np.arange(len(known))
    rank[-1] = -1  # a null
    indices = coded.indices.fill_null(len(known)).to_numpy(zero_copy_only=False).astype(np.int64)
    return rank[indices], [known[place] for place in order]


def _whole(rows: pa.Table) -> dict[str, Flags]:
    names = {name: f"is_{name}_whole" for name in _WHOLE}
    return {name: rows.column(column).to_numpy() > 0 for name, column in names.items() if column in rows.column_names}


def _days(column: pa.ChunkedArray) -> Ints:
    days: Ints = column.cast(pa.date32()).cast(pa.int32()).to_numpy().astype(np.int64)
    return days


def _reals(column: pa.ChunkedArray) -> Floats:
    reals: Floats = np.array(column.cast(pa.float64()).fill_null(np.nan).to_numpy())  # a copy: see Ids
    return reals
