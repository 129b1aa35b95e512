"""Leads a locator back to the words of the file: the record of a table, the line of a stream, the element of a document."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import ParseError

from entrepot.errors import EntrepotError, SourceError
from entrepot.evidence.json_items import json_items
from entrepot.evidence.json_stat import figures
from entrepot.evidence.reading import json_lines
from entrepot.evidence.reading.container import Kind, Part, parts
from entrepot.evidence.reading.header import unique_names
from entrepot.evidence.reading.lookup import lines_at, records_at
from entrepot.evidence.reading.preview import previews
from entrepot.evidence.xml_places import xml_places

_IN_TABLE = re.compile(r"(?:sheet (?P<table>.+) )?(?P<unit>row|line) (?P<number>\d+)", re.DOTALL)
_ITEM = re.compile(r"item (\d+)")
_FIGURE = re.compile(r"value \d+")


@dataclass(frozen=True)
class Place:
    """What stands at a locator: `text` as one line or element; `cells` its values with the names of their columns.

    In a file without a header the columns are called `column 1`, `column 2`, ...; empty cells are left out of `text`.
    """

    locator: str
    text: str
    cells: tuple[tuple[str, str], ...] = ()


def read_place(path: Path, locator: str) -> Place:
    """Return what stands at one locator.

    Raises:
        EntrepotError: The file has no such place.
    """
    return read_places(path, [locator])[locator]


def read_places(path: Path, locators: Iterable[str]) -> dict[str, Place]:
    """Return what stands at each locator; the file is read once however many there are.

    Raises:
        EntrepotError: The file cannot be read, or has no such place.
    """
    wanted = list(dict.fromkeys(locators))
    found: dict[str, Place] = {}
    for reader, pattern in _READERS:
        if own := [locator for locator in wanted if pattern.fullmatch(locator)]:
            found.update(reader(path, own))
    for locator in wanted:
        if locator not in found:
            raise _unresolved(path, locator)
    return {locator: found[locator] for locator in wanted}


def _unresolved(path: Path, locator: str) -> EntrepotError:
    return EntrepotError(
        f"{path.name} has no place {locator!r}",
        where=str(path),
        next_step="Check that the file is the one the finding was made from: its hash is in the snapshot record.",
    )


def _in_tables(path: Path, locators: list[str]) -> dict[str, Place]:
    """Return rows and lines of the tables of a file."""
    wanted: defaultdict[tuple[str | None, str], dict[str, int]] = defaultdict(dict)
    for locator in locators:
        if named := _IN_TABLE.fullmatch(locator):
            wanted[named["table"], named["unit"]][locator] = int(named["number"])
    found: dict[str, Place] = {}
    for (table, unit), numbers in wanted.items():
        part = _part_named(path, table)
        if part is not None:
            found.update(_lines(part, numbers) if unit == "line" else _rows(part, table, numbers))
    return found


def _part_named(path: Path, table: str | None) -> Part | None:
    """Return the part that holds a table; None where the name is that of none."""
    for part in parts(path):
        if table == part.member or (part.kind is Kind.WORKBOOK and _sheet_of(part, table) is not None):
            return part
    return None


def _sheet_of(part: Part, table: str | None) -> str | None:
    """Return the sheet of a workbook that a table's name means."""
    start = "" if part.member is None else f"{part.member}/"
    return table.removeprefix(start) if table is not None and table.startswith(start) else None


def _rows(part: Part, table: str | None, numbers: dict[str, int]) -> dict[str, Place]:
    """Return rows of a table with the names of their columns, which stand in its header wherever that is."""
    if (part.kind is Kind.WORKBOOK) != (table != part.member):
        return {}
    try:
        head = previews(part.path, table)[0]
    except SourceError as fault:
        raise _unresolved(part.path, next(iter(numbers))) from fault
    columns = unique_names(head.header)
    records = records_at(head, set(numbers.values()))
    return {
        locator: _place(locator, columns, records[number]) for locator, number in numbers.items() if number in records
    }


def _place(locator: str, columns: list[str], cells: Sequence[str]) -> Place:
    names = [*columns, *(f"column {i}" for i in range(len(columns) + 1, len(cells) + 1))]
    pairs = tuple((name, cell.strip()) for name, cell in zip(names, cells, strict=False))
    return Place(locator, "; ".join(f"{name}: {cell}" for name, cell in pairs if cell), pairs)


def _lines(part: Part, numbers: dict[str, int]) -> dict[str, Place]:
    if part.kind not in {Kind.TEXT, Kind.JSON_LINES}:
        return {}
    lines = lines_at(part, set(numbers.values()))
    return {
        locator: Place(locator, lines[number], _json_cells(lines[number]))
        for locator, number in numbers.items()
        if number in lines
    }


def _json_cells(text: str) -> tuple[tuple[str, str], ...]:
    """Return the values of a JSON object with their names, those of `properties` (FollowTheMoney) among them."""
    try:
        values = json_lines.record(text.encode())
        inner = json.loads(values.get("properties") or "null")
    except ValueError:
        return ()
    if isinstance(inner, dict):
        del values["properties"]
        values |= {name: "; ".join(map(str, v)) if isinstance(v, list) else str(v) for name, v in inner.items()}
    return tuple((name, value or "") for name, value in values.items())


def _items(path: Path, locators: list[str]) -> dict[str, Place]:
    """Return items of a JSON array, read one after the other up to the last that is wanted."""
    wanted = set(locators)
    found: dict[str, Place] = {}
    for item in json_items(path):
        if item.locator in wanted:
            found[item.locator] = Place(item.locator, item.text, _json_cells(item.text))
        if len(found) == len(wanted):
            break
    return found


def _figures(path: Path, locators: list[str]) -> dict[str, Place]:
    """Return figures of a JSON-stat dataset with the codes they stand at."""
    wanted = set(locators)
    cells = {f.locator: (*f.codes.items(), ("value", f.number or "")) for f in figures(path) if f.locator in wanted}
    return {
        locator: Place(locator, "; ".join(f"{name}: {cell}" for name, cell in found), found)
        for locator, found in cells.items()
    }


def _elements(path: Path, locators: list[str]) -> dict[str, Place]:
    """Return elements of an XML document by absolute paths of names and positions; namespaces are left out."""
    try:
        found = xml_places(path, locators)
    except (ParseError, ValueError, EOFError) as fault:  # ValueError: what defusedxml forbids
        raise _unresolved(path, locators[0]) from fault
    return {locator: Place(locator, *words) for locator, words in found.items()}


_READERS = ((_in_tables, _IN_TABLE), (_items, _ITEM), (_figures, _FIGURE), (_elements, re.compile(r"/.+")))
