"""Which columns a table must have and which it may have."""

from collections.abc import Collection
from dataclasses import dataclass

EVIDENCE_COLUMNS = ("provenance", "publication")  # optional in every canonical table


@dataclass(frozen=True)
class Columns:
    """The columns a parser reads: `optional` ones the file lacks are returned as None.

    `either`: groups of optional columns of which the file has at least one.
    `is_headerless`: the first record is data and the required names are those of the cells from left to right.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    is_headerless: bool = False
    either: tuple[tuple[str, ...], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All columns in the order they are returned."""
        return self.required + self.optional

    def missing(self, found: Collection[str]) -> list[str]:
        """Return the required columns that are not among the found ones; of a group, its names joined by `or`."""
        lacking = [name for name in self.required if name not in found]
        return lacking + [" or ".join(group) for group in self.either if not set(group).intersection(found)]
