"""Invented customs tables, imported into a case the way `entrepot add` does, and what came of them."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import xlsxwriter

from entrepot.case.config import CaseConfig, write_config
from entrepot.case.intake import LayoutChoice, add_file
from entrepot.case.parsing import Parsed, parse_snapshot
from entrepot.evidence.reading.preview import Preview
from entrepot.sources.customs_table.readings import Doubt

Columns = Mapping[str, Sequence[str]]
NOTHING_SAID = LayoutChoice()
ROW_COUNT = 12

# An import table of an invented vendor; firms and goods are invented, codes are of the Harmonized System.
_FIRMS = ["ALFA", "BETA", "GAMMA", "DELTA", "ZETA", "ETA", "THETA", "IOTA", "KAPPA", "MU", "NU", "XI"]
_TREES = ["OAK", "ELM", "ASH", "FIR", "YEW", "BOX", "IVY", "HAY", "RYE", "OAT", "PEA", "NUT"]
_CODES = [
    "854231",
    "847150",
    "852990",
    "854239",
    "851762",
    "903089",
    "870829",
    "840991",
    "620342",
    "640399",
    "382499",
    "940360",
]
_ORIGINS = [
    "CHINA",
    "GERMANY",
    "MALAYSIA",
    "TAIWAN",
    "CHINA",
    "JAPAN",
    "KOREA",
    "ITALY",
    "TURKEY",
    "VIETNAM",
    "FRANCE",
    "POLAND",
]
PLAIN: dict[str, list[str]] = {
    "DECLARATION_NUMBER": [f"D-{number:04}" for number in range(1, ROW_COUNT + 1)],
    "IMPORT_DATE": [f"2023-02-{day:02}" for day in range(13, 13 + ROW_COUNT)],
    "IMPORTER_ID": [f"77{number:08}" for number in range(1, ROW_COUNT + 1)],
    "IMPORTER_NAME": [f"VYMYSEL {word} LLP" for word in _FIRMS],
    "SUPPLIER_NAME": [f"FICTIVE {word} LTD" for word in _TREES],
    "HS_CODE": _CODES,
    "PRODUCT_DESCRIPTION": [f"INVENTED GOODS OF KIND {letter}, NEW, IN BOXES" for letter in "ABCDEFGHIJKL"],
    "ORIGIN_COUNTRY": _ORIGINS,
    "QUANTITY": [str(10 * number) for number in range(1, ROW_COUNT + 1)],
    "UNIT": ["PCS"] * ROW_COUNT,
    "NET_WEIGHT": [f"{number}.5" for number in range(1, ROW_COUNT + 1)],
    "INVOICE_VALUE": [f"{1000 + number}.25" for number in range(1, ROW_COUNT + 1)],
    "CURRENCY": ["EUR"] * ROW_COUNT,
}


@dataclass(frozen=True)
class Import:
    """A file after its import: kept lines in the order of the file, rows put aside, parties."""

    case: Path
    parsed: Parsed
    lines: list[dict[str, Any]]
    aside: list[dict[str, Any]]
    parties: list[dict[str, Any]]

    def column(self, name: str) -> list[Any]:
        """Return a column of the kept lines."""
        return [line[name] for line in self.lines]

    @property
    def reasons(self) -> dict[str, str]:
        """The reason of each row that was put aside, by its place."""
        return {row["locator"]: row["reason"] for row in self.aside}


def with_columns(
    base: Columns = PLAIN, /, without: Sequence[str] = (), **changed: Sequence[str]
) -> dict[str, list[str]]:
    """Return a table with columns replaced from their first row on, added, or left out."""
    made = {name: list(cells) for name, cells in base.items() if name not in without}
    count = max(map(len, made.values()))
    for name, cells in changed.items():
        rest = made.get(name, [""] * count)[len(cells) :]
        made[name] = [*cells, *rest]
    return made


def records(columns: Columns) -> list[list[str]]:
    """Return header and rows."""
    return [list(columns), *map(list, zip(*columns.values(), strict=True))]


def delimited(rows: Sequence[Sequence[str]], *, delimiter: str = ",", codec: str = "utf-8") -> bytes:
    """Return rows as delimited text."""
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=delimiter).writerows(rows)
    return made.getvalue().encode(codec)


def workbook(rows: Sequence[Sequence[Any]], sheet: str = "Sheet") -> bytes:
    """Return rows as a workbook with one sheet."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_numbers": False}) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return target.getvalue()


def new_case(folder: Path) -> Path:
    """Make an empty case."""
    write_config(folder, CaseConfig(title="Invented"))
    return folder


def import_bytes(case: Path, name: str, content: bytes, layout: LayoutChoice = NOTHING_SAID) -> Import:
    """Add a file to a case, which is made where it is not there, and import it."""
    if not (case / "case.toml").is_file():
        new_case(case)
    received = case.with_name(f"{case.name} received")
    received.mkdir(exist_ok=True)
    (received / name).write_bytes(content)
    added = add_file(case, received / name, source_id="customs_table", layout=layout)
    return read_import(case, parse_snapshot(case, added.snapshot)[0])


def import_columns(folder: Path, columns: Columns, layout: LayoutChoice = NOTHING_SAID) -> Import:
    """Import a table as CSV."""
    return import_bytes(folder / "case", "table.csv", delimited(records(columns)), layout)


def read_import(case: Path, parsed: Parsed) -> Import:
    """Return the rows of an import."""
    lines = rows_of(parsed, "core__declaration")
    return Import(case, parsed, lines, rows_of(parsed, "core__quarantine"), rows_of(parsed, "core__party"))


def rows_of(parsed: Parsed, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table in the order of the file."""
    found = [row for path in parsed.table_paths(table) for row in pq.ParquetFile(path).read().to_pylist()]
    return sorted(found, key=lambda row: (row["locator"].rpartition(" ")[0], int(row["locator"].rpartition(" ")[2])))


class Answers:
    """A person who gives the answers of a list, by field, and keeps the questions."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self._answers = answers
        self.asked: list[Doubt] = []

    def __call__(self, table: Preview, doubt: Doubt) -> str:
        self.asked.append(doubt)
        return self._answers[doubt.field]
