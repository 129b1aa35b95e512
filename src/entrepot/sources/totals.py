"""What came in, what was kept and what was put aside, by count and by value: the sums of an import must balance."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import fsum
from typing import Any, Self

import pyarrow as pa
import pyarrow.compute as pc

NO_CURRENCY = "no currency"


@dataclass
class Totals:
    """Rows and values of an import. Values are sums by currency, in units of it; what cannot be read has no value.

    `read` counts every record of the file, `kept` those that became rows, `aside` the others; of `unread` of these no
    value could be read.
    """

    read: int = 0
    kept: int = 0
    aside: int = 0
    unread: int = 0
    value_read: dict[str, float] = field(default_factory=dict)
    value_kept: dict[str, float] = field(default_factory=dict)
    value_aside: dict[str, float] = field(default_factory=dict)

    def add(self, values: pa.Array, currencies: pa.Array, is_kept: pa.Array) -> None:
        """Add rows: their value (null where there is none), its currency, and whether they were kept."""
        self.read += len(values)
        kept_count = pc.sum(is_kept).as_py() or 0
        self.kept += kept_count
        self.aside += len(values) - kept_count
        self.unread += pc.sum(pc.and_(pc.invert(is_kept), values.is_null())).as_py() or 0
        named = pc.fill_null(currencies, NO_CURRENCY)
        _add(self.value_read, values, named)
        _add(self.value_kept, values.filter(is_kept), named.filter(is_kept))
        is_aside = pc.invert(is_kept)
        _add(self.value_aside, values.filter(is_aside), named.filter(is_aside))

    def add_unread(self, count: int) -> None:
        """Add records that are put aside before their value could be read."""
        self.read += count
        self.aside += count
        self.unread += count

    def move_aside(self, currency: str | None, value: float | None) -> None:
        """Count one kept row as put aside: a repeat of another."""
        self.kept -= 1
        self.aside += 1
        if value is None:
            self.unread += 1
        else:
            name = currency or NO_CURRENCY
            self.value_kept[name] = fsum((self.value_kept.get(name, 0.0), -value))
            self.value_aside[name] = fsum((self.value_aside.get(name, 0.0), value))

    def is_balanced(self) -> bool:
        """Return whether rows and values in are those kept and put aside, to a billionth of the value."""
        differences = (
            abs(total - self.value_kept.get(name, 0.0) - self.value_aside.get(name, 0.0)) > 1e-9 * max(1.0, abs(total))
            for name, total in self.value_read.items()
        )
        return self.read == self.kept + self.aside and not any(differences)

    def to_json(self) -> dict[str, Any]:
        """Return the sums for a journal; `from_json` gives them back exactly."""
        return {**vars(self)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return the sums of a journal."""
        made = cls()
        for name, value in values.items():
            setattr(made, name, dict(value) if isinstance(value, dict) else value)
        return made


def _add(sums: dict[str, float], values: pa.Array, currencies: pa.Array) -> None:
    grouped = pa.table({"currency": currencies, "value": values}).group_by("currency", use_threads=False)
    for row in grouped.aggregate([("value", "sum")]).to_pylist():
        if row["value_sum"] is not None:
            sums[row["currency"]] = sums.get(row["currency"], 0.0) + row["value_sum"]
