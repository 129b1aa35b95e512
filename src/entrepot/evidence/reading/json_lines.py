"""Records of JSON lines as rows of text: numbers keep their digits, nested values stay JSON."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from entrepot.errors import SourceError

OTHER_FIELDS = "other fields"  # the column for fields that the first records do not have, as JSON
_LONGEST_LINE = 1 << 24  # bytes, as for a delimited record
_ROWS_AT_ONCE = 10_000
_CHUNK_BYTES = 1 << 20
Aside = Callable[[int, str, str], None]
Row = dict[str, str | None]


class Bytes(Protocol):
    """A stream of UTF-8."""

    def read(self, size: int = ..., /) -> bytes:
        """Return the next bytes, empty at the end."""


def record(line: bytes) -> Row:
    """Return the fields of a line as text, None for null and for empty text.

    Raises:
        ValueError: The line is no JSON object.
    """
    try:
        values = json.loads(line, parse_int=str, parse_float=str, parse_constant=str)
    except RecursionError as fault:
        raise ValueError("it is nested too deeply") from fault
    if not isinstance(values, dict):
        raise ValueError("it is no JSON object")
    return {name: _text(value) for name, value in values.items()}


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value or None
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()


def lines(path: Path, stream: Bytes) -> Iterator[bytes]:
    """Yield the lines of a stream without their break.

    Raises:
        SourceError: A line is longer than 16 MB.
    """
    held = b""
    while chunk := stream.read(_CHUNK_BYTES):
        *whole, held = (held + chunk).split(b"\n")
        yield from whole
        if len(held) > _LONGEST_LINE:
            raise SourceError.unreadable(path, "a line is longer than 16 MB")
    if held:
        yield held


def batches(path: Path, stream: Bytes, fields: list[str], aside: Aside) -> Iterator[tuple[list[int], pa.Table]]:
    """Yield line numbers and text columns in the order of `fields`, then those of `OTHER_FIELDS`.

    A line that is no JSON object goes to `aside` with its number and the reason; blank lines count and are left out.

    Raises:
        SourceError: A line is longer than 16 MB.
    """
    known = set(fields)
    numbers: list[int] = []
    rows: list[Row] = []
    for number, line in enumerate(lines(path, stream), start=1):
        if not line.strip():
            continue
        try:
            row = record(line)
        except ValueError as fault:
            aside(number, f"the line cannot be read as a JSON object ({fault})", line.decode("utf-8", "replace"))
            continue
        others = {name: row.pop(name) for name in list(row) if name not in known}
        row[OTHER_FIELDS] = _text(others) if others else None
        numbers.append(number)
        rows.append(row)
        if len(rows) == _ROWS_AT_ONCE:
            yield numbers, _table(rows, fields)
            numbers, rows = [], []
    if rows:
        yield numbers, _table(rows, fields)


def _table(rows: list[Row], fields: list[str]) -> pa.Table:
    names = [*fields, OTHER_FIELDS]
    columns = [pa.array([_encodable(row.get(name)) for row in rows], type=pa.string()) for name in names]
    return pa.table(columns, names=names)


def _encodable(cell: str | None) -> str | None:
    """Return a cell without lone surrogates, which JSON can escape and UTF-8 cannot hold."""
    return cell if cell is None or cell.isascii() else cell.encode("utf-8", "replace").decode()
