"""The consignments that a question looks at, as columns of numbers: who sent what to whom, when, how much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_COUNTS = (
    "is_exporter_whole",
    "is_importer_whole",
    "is_part_whole",
    "code_lines",
    "equal_lines",
    "near_lines",
    "part_lines",
    "part_equal_lines",
    "brand_lines",
)


@dataclass(frozen=True)
class Ledger:
    """Consignments in order of arrival, one a position; texts are numbers into `words`, -1 where null.

    `left` and `arrived` are days since 1970. `counts` says by name how common the goods are (rarity__counted.sql), and in
    `is_exporter_whole` and `is_importer_whole` whether all the firm's consignments of the code are here, in `is_part_whole`
    whether all of the part are; empty where nobody counted.
    """

    ids: Sequence[str]
    columns: Mapping[str, Ints]
    words: Mapping[str, Sequence[str]]
    left: Ints
    arrived: Ints
    quantity: Floats
    value_usd: Floats
    counts: Mapping[str, Ints]

    def __len__(self) -> int:
        return len(self.ids)

    def of(self, name: str) -> Ints:
        """Return a text column as numbers: exporter, importer, exporter_iso, importer_iso, hs6, hs_code, part, brand, unit."""
        return self.columns[name]

    def word(self, name: str, place: int) -> str | None:
        """Return the text of a column at a position; None where null."""
        number = int(self.columns[name][place])
        return None if number < 0 else self.words[name][number]

    @cached_property
    def price(self) -> Floats:
        """Dollars a unit; NaN where no value is known."""
        return np.where(self.value_usd > 0, self.value_usd / self.quantity, np.nan)

    def whole(self, side: str) -> Ints:
        """Return the firms of a side, -1 where not all their consignments of the code are in the ledger."""
        is_whole = self.counts.get(f"is_{side}_whole")
        return self.of(side) if is_whole is None else np.where(is_whole > 0, self.of(side), -1)

    def country(self, side: str) -> Ints:
        """Return the countries of a side, -1 where a named firm's other consignments of the goods may be missing here."""
        if "is_part_whole" not in self.counts:
            return self.of(f"{side}_iso")
        is_whole = (self.whole(side) >= 0) | (self.of(side) < 0) | (self.counts["is_part_whole"] > 0)
        return np.where(is_whole, self.of(f"{side}_iso"), -1)

    @cached_property
    def position(self) -> Mapping[str, int]:
        """The position of every consignment by its id."""
        return {name: place for place, name in enumerate(self.ids)}


def ledger_of(rows: pa.Table, counted: pa.Table | None = None) -> Ledger:
    """Return the ledger of rows with the columns of ledger.sql, in their order; `counted` are rarity__counted.sql's rows."""
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
        ids=rows.column("shipment_id").to_pylist(),
        columns=columns,
        words=words,
        left=_days(rows.column("left_on")),
        arrived=_days(rows.column("arrived_on")),
        quantity=_reals(rows.column("quantity")),
        value_usd=_reals(rows.column("value_usd")),
        counts=_counts(rows) | ({} if counted is None else _counts(counted)),
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


def _counts(rows: pa.Table) -> dict[str, Ints]:
    return {name: rows.column(name).cast(pa.int64()).to_numpy() for name in _COUNTS if name in rows.column_names}


def _days(column: pa.ChunkedArray) -> Ints:
    days: Ints = column.cast(pa.date32()).cast(pa.int32()).to_numpy().astype(np.int64)
    return days


def _reals(column: pa.ChunkedArray) -> Floats:
    reals: Floats = column.cast(pa.float64()).fill_null(np.nan).to_numpy()
    return reals
