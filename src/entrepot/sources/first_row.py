"""The tables of a file whose column names stand in its first row, as in canonical tables and publishers' files."""

from functools import lru_cache
from pathlib import Path

from entrepot.errors import SourceError
from entrepot.evidence.reading import parquet, sheets
from entrepot.evidence.reading.container import Kind, Part, on_disk, parts
from entrepot.evidence.reading.encoding import SURE
from entrepot.evidence.reading.preview import Preview, text_head


def tables(path: Path) -> tuple[Preview, ...]:
    """Return the tables of a file, their header being their first row; that of an empty sheet and of JSON lines is ().

    Raises:
        SourceError: The file cannot be read as tables, or its encoding is not sure.
    """
    try:
        state = path.stat()
    except OSError as fault:
        raise SourceError.unreadable(path, fault.strerror or str(fault)) from fault
    found = _tables(path, state.st_mtime_ns, state.st_size)
    if isinstance(found, SourceError):
        raise found.with_traceback(None)
    return found


def main_table(found: tuple[Preview, ...]) -> Preview | None:
    """Return the first table that holds anything, the first where none does; None where there is none."""
    return next((table for table in found if table.header), next(iter(found), None))


@lru_cache(maxsize=4)  # every source looks at the header to recognise the file
def _tables(path: Path, _changed: int, _size: int) -> tuple[Preview, ...] | SourceError:
    try:
        return tuple(table for part in parts(path) for table in _of_part(part))
    except SourceError as fault:
        return fault


def _of_part(part: Part) -> list[Preview]:
    if part.kind is Kind.TEXT:
        return [_of_text(part)]
    if part.kind is Kind.JSON_LINES:
        return [_headed(part, part.member, ())]
    with on_disk(part) as path:
        if part.kind is Kind.PARQUET:
            return [_headed(part, part.member, parquet.header(path))]
        names, heads = sheets.heads(path, 1)
    first = {head.name: next(iter(head.rows), ()) for head in heads}
    start = f"{part.member}/" if part.member else ""
    return [_headed(part, start + name, [cell or "" for cell in first.get(name, ())]) for name in names]


def _of_text(part: Part) -> Preview:
    head = text_head(part)
    if head.encoding.confidence < SURE:
        why = f"its encoding is not sure, perhaps {head.encoding.name} ({head.encoding.reason}); save it as UTF-8"
        raise SourceError.unreadable(part.path, f"{why} (in a spreadsheet: CSV UTF-8)")
    row = 2 if head.dialect.has_separator_line else 1
    cells = head.rows[row - 1] if len(head.rows) >= row else ()
    return _headed(part, part.member, [cell or "" for cell in cells], row)


def _headed(part: Part, name: str | None, cells: list[str] | tuple[str, ...], row: int = 1) -> Preview:
    names = tuple(cell.strip() for cell in cells)
    return Preview(part.path, name, row, row + 1, names, (), cells_in_record=len(names))
