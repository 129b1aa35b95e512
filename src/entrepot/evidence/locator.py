"""Leads a locator back to the words of the file: the record of a table, the line of a stream, the element of a document."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.etree.ElementTree import ParseError

import pyarrow.parquet as pq
from python_calamine import CalamineError, CalamineWorkbook

from entrepot.errors import EntrepotError
from entrepot.evidence.files import first_record, head_of, open_bytes
from entrepot.evidence.json_items import json_items
from entrepot.evidence.xml_places import xml_places

_ROW = re.compile(r"row (\d+)")
_SHEET_ROW = re.compile(r"sheet (.+) row (\d+)")
_LINE = re.compile(r"line (\d+)")
_ITEM = re.compile(r"item (\d+)")
_PARQUET_MAGIC = b"PAR1"  # Apache Parquet, file format
_LONGEST_FIELD = 1 << 27  # bytes; the csv module stops at 128 KiB otherwise
_MIDNIGHT = time(0)
Cell = int | float | str | bool | time | date | datetime | timedelta


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


def _table_rows(path: Path, locators: list[str]) -> dict[str, Place]:
    """Return records of a delimited or Parquet file."""
    by_row = {int(locator.removeprefix("row ")): locator for locator in locators}
    if head_of(path, len(_PARQUET_MAGIC)) == _PARQUET_MAGIC:
        return _parquet_rows(path, by_row)
    found: dict[str, Place] = {}
    columns: list[str] = []
    for number, cells in enumerate(_records(path), start=1):
        if number == 1:
            columns = _columns(cells)
        if number in by_row and cells:
            found[by_row[number]] = _place(by_row[number], columns, cells)
        if number >= max(by_row):
            break
    return found


def _records(path: Path) -> Iterator[list[str]]:
    """Yield the records of a delimited file; a blank line is an empty one, as for the reader of the rows."""
    csv.field_size_limit(_LONGEST_FIELD)
    _, delimiter = first_record(head_of(path))
    with open_bytes(path) as stream, io.TextIOWrapper(stream, "utf-8-sig", errors="replace", newline="") as text:
        try:
            yield from csv.reader(text, delimiter=delimiter)
        except (csv.Error, EOFError):
            return


def _columns(first: list[str]) -> list[str]:
    """Return the header, or numbered columns where the first record is data: it starts with a number or repeats a cell."""
    names = [name.strip() for name in first]
    named = [name for name in names if name]
    is_header = bool(named) and len(set(named)) == len(named) and not _is_number(names[0])
    return [name if is_header and name else f"column {i}" for i, name in enumerate(names, start=1)]


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).lstrip("-").isdecimal()


def _place(locator: str, columns: list[str], cells: list[str]) -> Place:
    names = [*columns, *(f"column {i}" for i in range(len(columns) + 1, len(cells) + 1))]
    pairs = tuple((name, cell.strip()) for name, cell in zip(names, cells, strict=False))
    return Place(locator, "; ".join(f"{name}: {cell}" for name, cell in pairs if cell), pairs)


def _parquet_rows(path: Path, by_row: dict[int, str]) -> dict[str, Place]:
    found: dict[str, Place] = {}
    first = 2  # the column names stand for row 1
    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            after = first + file.metadata.row_group(group).num_rows
            if inside := [row for row in by_row if first <= row < after]:
                table = file.read_row_group(group)
                for row in inside:
                    values = table.slice(row - first, 1).to_pylist()[0]
                    cells = ["" if value is None else str(value) for value in values.values()]
                    found[by_row[row]] = _place(by_row[row], list(values), cells)
            first = after
    return found


def _sheet_rows(path: Path, locators: list[str]) -> dict[str, Place]:
    found: dict[str, Place] = {}
    try:
        with CalamineWorkbook.from_path(path) as book:
            sheets = {name: list(book.get_sheet_by_name(name).iter_rows()) for name in _sheets(book, locators)}
    except (CalamineError, OSError) as fault:
        raise _unresolved(path, locators[0]) from fault
    for locator in locators:
        name, number = locator.removeprefix("sheet ").rsplit(" row ", 1)
        rows = sheets.get(name, [])
        if 0 < int(number) <= len(rows):
            header, cells = ([cell_text(cell) for cell in row] for row in (rows[0], rows[int(number) - 1]))
            found[locator] = _place(locator, _columns(header), cells)
    return found


def _sheets(book: CalamineWorkbook, locators: list[str]) -> set[str]:
    """Return the sheets that the locators name and the workbook has."""
    return {locator.removeprefix("sheet ").rsplit(" row ", 1)[0] for locator in locators}.intersection(book.sheet_names)


def cell_text(cell: Cell) -> str:
    """Return a cell of a workbook as text: whole numbers without a decimal point, days as ISO dates."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == _MIDNIGHT else cell.isoformat()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _lines(path: Path, locators: list[str]) -> dict[str, Place]:
    by_line = {int(locator.removeprefix("line ")): locator for locator in locators}
    found: dict[str, Place] = {}
    with open_bytes(path) as stream:
        try:
            for number, line in enumerate(stream, start=1):
                if number in by_line:
                    text = line.decode("utf-8", errors="replace").rstrip("\r\n")
                    found[by_line[number]] = Place(by_line[number], text, _json_cells(text))
                if number >= max(by_line):
                    break
        except EOFError:
            return found
    return found


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


def _json_cells(text: str) -> tuple[tuple[str, str], ...]:
    """Return the values of a JSON object with their names, those of `properties` (FollowTheMoney) among them."""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(values, dict):
        return ()
    inner = values.pop("properties", {})
    named = {**values, **inner} if isinstance(inner, dict) else values
    return tuple((name, "; ".join(map(str, v)) if isinstance(v, list) else str(v)) for name, v in named.items())


def _elements(path: Path, locators: list[str]) -> dict[str, Place]:
    """Return elements of an XML document by absolute paths of names and positions; namespaces are left out."""
    try:
        return {locator: Place(locator, *words) for locator, words in xml_places(path, locators).items()}
    except (ParseError, ValueError, EOFError) as fault:  # ValueError: what defusedxml forbids
        raise _unresolved(path, locators[0]) from fault


_READERS = (
    (_table_rows, _ROW),
    (_sheet_rows, _SHEET_ROW),
    (_lines, _LINE),
    (_items, _ITEM),
    (_elements, re.compile(r"/.+")),
)
