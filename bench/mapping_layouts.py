"""The judged layouts of real customs tables as heads of tables; which of them are held out, and which columns are right."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from invented_cells import cells_of

LAYOUTS = Path(__file__).parents[2] / "shared" / "data" / "customs" / "layouts.json"


@dataclass(frozen=True)
class Head:
    """A layout as the head of a table without rows; its file name says what the vendors' file names say."""

    path: Path
    sheet: str | None
    header: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...] = ()


def is_held_out(country: str) -> bool:
    """Return whether a country's layouts are kept for the test: a third of all, by the hash of the English name."""
    return int(hashlib.sha256(country.encode()).hexdigest(), 16) % 3 == 0


def head_of(layout: Mapping[str, Any], *, has_values: bool = False) -> Head:
    """Return a layout as a table's head, without rows or with invented ones that look as its value shapes say."""
    columns, shapes = tuple(layout["columns"]), layout["value_shapes"]
    rows = tuple(zip(*(cells_of(shapes.get(column, "")) for column in columns), strict=True)) if has_values else ()
    return Head(Path(f"{layout['direction']}.xlsx"), layout["sheet"], columns, rows)


def wanted_columns(layout: Mapping[str, Any], name: str) -> set[str]:
    """Return the columns that hold a field: several where they are one content in two languages, none where it has none."""
    right = layout["mapping"].get(name)
    return set(right) if isinstance(right, list) else {right} - {None}


def acceptable_columns(layout: Mapping[str, Any], name: str) -> set[str | None]:
    """Return the columns that are also right for a field, with None where it may stay open."""
    allowed = layout.get("acceptable", {}).get(name, [])
    return {column for entry in allowed for column in (entry if isinstance(entry, list) else [entry])}
