"""Formulas of an XLSX sheet: which cells hold one, and whether its result is stored. Read from the package's XML.

The reader of workbooks gives stored results only, so a formula that was never calculated looks like an empty cell. XLS, XLSB
and ODS files are not looked into: there it cannot be told.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import iterparse, parse

from entrepot.errors import SourceError

_BOOK = "xl/workbook.xml"  # ECMA-376 part 1, the main part as every spreadsheet program names it
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")  # ECMA-376 part 1, 18.3.1.40
_CHUNK_BYTES = 1 << 20
_OVERLAP = 32  # bytes: a tag over the edge of two chunks
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True)
class Formula:
    """A cell with a formula: `column` counts from 0; `text` is empty in cells that share another cell's formula."""

    column: int
    text: str
    is_stored: bool


def formulas_by_row(path: Path, sheet_name: str) -> dict[int, list[Formula]]:
    """Return the formulas of a sheet by row number; none where the file is no XLSX.

    Raises:
        SourceError: The package is damaged.
    """
    if not zipfile.is_zipfile(path):
        return {}
    try:
        with zipfile.ZipFile(path) as package:
            if _BOOK not in package.namelist():
                return {}
            part = _part_of(package, sheet_name)
            if not _has_formula(package, part):
                return {}
            with package.open(part) as stream:
                return dict(_rows(stream))
    except (zipfile.BadZipFile, zlib.error, ParseError, KeyError, ValueError, OSError, EOFError, RuntimeError) as fault:
        raise SourceError.unreadable(
            path, f"its sheet {sheet_name} cannot be searched for formulas ({fault})"
        ) from fault


def _part_of(package: zipfile.ZipFile, sheet_name: str) -> str:
    """Return the part of the package that holds a sheet; KeyError where the workbook does not say."""
    with package.open(_BOOK) as stream:
        sheets = [element for element in parse(stream).getroot().iter() if _tag(element) == "sheet"]
    with package.open("xl/_rels/workbook.xml.rels") as stream:
        targets = {element.get("Id"): element.get("Target") or "" for element in parse(stream).getroot()}
    for sheet in sheets:
        if sheet.get("name") == sheet_name:
            target = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION), "")
            part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            return {name.casefold(): name for name in package.namelist()}[part.casefold()]
    raise KeyError(sheet_name)


def _has_formula(package: zipfile.ZipFile, part: str) -> bool:
    """Return whether a formula's tag stands anywhere: most sheets have none and need no second reading as XML."""
    before = b""
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            if _FORMULA.search(before + chunk):
                return True
            before = chunk[-_OVERLAP:]
    return False


def _rows(stream: IO[bytes]) -> Iterator[tuple[int, list[Formula]]]:
    number = 0
    for _, element in iterparse(stream, events=("end",)):
        if _tag(element) == "row":
            number = int(element.get("r") or number + 1)
            if found := list(_formulas(element)):
                yield number, found
            element.clear()


def _formulas(row: Element) -> Iterator[Formula]:
    column = -1
    for cell in row:
        column = _column(cell.get("r") or "", column + 1)
        inside = {_tag(child): child for child in cell}
        if "f" in inside:
            value = inside.get("v")
            # A stored empty text is a result as well: t="str" says that the formula was calculated.
            is_stored = value is not None and bool(value.text or cell.get("t") == "str")
            yield Formula(column, (inside["f"].text or "").strip(), is_stored)


def _column(reference: str, following: int) -> int:
    """Return the column of a reference such as AB12, from 0; the one after the cell before where there is none."""
    letters = reference.rstrip("0123456789")
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter.upper()) - ord("A") + 1
    return number - 1 if letters else following


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]
