"""Monthly trade by exporter, importer and goods group, as columns of numbers: what every estimate of this room reads."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_NAMED: Final = ("exporter", "importer", "group", "chapter")
KEYS: Final = (*_NAMED, "month", "is_listed")


@dataclass(frozen=True)
class Cells:
    """One row an exporter, importer, goods group and month; n rows in any order, no cell twice.

    `exporter`, `importer`, `group` (edition-harmonised goods) and `chapter` (HS2 of the group) are codes 0.. that index the
    tuple of names beside them; `month` is year * 12 + month - 1 (flows/months.py). `value` is in `currency_code`, zero or
    more: a row of zero says that nothing was traded, a gap (not reported) has no row. `is_listed` says whether the group
    stands on the goods list in that month (S_kt of methods 3.1).
    Raises ValueError where columns differ in length, codes have no name, or values are negative or missing.
    """

    exporter: Whole
    importer: Whole
    group: Whole
    chapter: Whole
    month: Whole
    value: Floats
    is_listed: Flags
    exporter_names: tuple[str, ...]
    importer_names: tuple[str, ...]
    group_names: tuple[str, ...]
    chapter_names: tuple[str, ...]
    currency_code: str

    def __post_init__(self) -> None:
        for name in KEYS:
            if len(self._column(name)) != len(self.value):
                raise ValueError(f"The column {name} has {len(self._column(name))} rows, value has {len(self.value)}.")
        for name in _NAMED:
            column, names = self._column(name), self.names(name)
            if len(column) and (column.min() < 0 or column.max() >= len(names)):
                raise ValueError(f"A code of {name} has no name: {len(names)} names, codes to {column.max()}.")
        if not np.isfinite(self.value).all() or (self.value < 0).any():
            raise ValueError("A value is missing or less than zero.")

    def __len__(self) -> int:
        return len(self.value)

    def names(self, column: str) -> tuple[str, ...]:
        """Return the names of exporter, importer, group or chapter, in order of their codes."""
        names: tuple[str, ...] = getattr(self, f"{column}_names")
        return names

    def where(self, kept: Flags) -> "Cells":
        """Return the rows kept; codes and names stay as they are."""
        return replace(
            self,
            exporter=self.exporter[kept],
            importer=self.importer[kept],
            group=self.group[kept],
            chapter=self.chapter[kept],
            month=self.month[kept],
            value=self.value[kept],
            is_listed=self.is_listed[kept],
        )

    def importers(self, names: tuple[str, ...]) -> Flags:
        """Return for each row whether its importer is one of those named; names that do not occur are passed over."""
        wanted = np.array([name in names for name in self.importer_names], dtype=np.bool_)
        return wanted[self.importer] if len(wanted) else np.zeros(len(self), dtype=np.bool_)

    def exporters(self, names: tuple[str, ...]) -> Flags:
        """Return for each row whether its exporter is one of those named; names that do not occur are passed over."""
        wanted = np.array([name in names for name in self.exporter_names], dtype=np.bool_)
        return wanted[self.exporter] if len(wanted) else np.zeros(len(self), dtype=np.bool_)

    def key(self, *columns: str) -> Whole:
        """Return dense codes 0.. of the combinations of columns that occur: a fixed effect, or a cluster."""
        combined = np.zeros(len(self), dtype=np.int64)
        for name in columns:
            codes = dense(self._column(name))
            combined = dense(combined * (int(codes.max(initial=0)) + 1) + codes)
        return combined

    def _column(self, name: str) -> Whole:
        column: Whole = getattr(self, name)
        return column


def dense(codes: npt.NDArray[np.generic]) -> Whole:
    """Return codes 0.. in the order of the values given, none left out.

    Whole numbers of a small range are counted instead of sorted.
    """
    if not len(codes):
        return np.zeros(0, dtype=np.int64)
    whole = codes.astype(np.int64, copy=False)
    low, high = int(whole.min()), int(whole.max())
    if high - low <= 8 * len(whole) + 1024:  # a table of marks is then no larger than a sort's own memory
        marks = np.zeros(high - low + 1, dtype=np.bool_)
        marks[whole - low] = True
        return (np.cumsum(marks) - 1)[whole - low]
    return np.unique(whole, return_inverse=True)[1].astype(np.int64, copy=False)
