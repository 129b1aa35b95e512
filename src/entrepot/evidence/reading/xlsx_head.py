"""A workbook cut down to the first rows of its sheets, so that a preview need not read a million."""

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HEAD_BYTES = 1 << 22  # 4 MiB of sheet XML: a thousand rows of 60 cells and more
_ROW_END = b"</row>"  # ECMA-376-1, 18.3.1.73; a writer that prefixes it is read whole
_SHEET_END = b"</sheetData></worksheet>"
_COPIED_AT_ONCE = 1 << 20


@contextmanager
def cut_down(path: Path) -> Iterator[Path]:
    """Give a copy of an XLSX workbook with sheets longer than 4 MiB cut after a row; the file itself where none is.

    All else is copied: sheets refer to any of the shared texts. What is no sound XLSX is given as it is, for its reader to
    judge.
    """
    with tempfile.TemporaryDirectory(prefix="entrepot-") as folder:
        copy = Path(folder) / path.name
        try:
            is_cut = _copy(path, copy)
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, ValueError, NotImplementedError):
            is_cut = False
        yield copy if is_cut else path


def _copy(path: Path, copy: Path) -> bool:
    """Write the cut workbook; return False where there is nothing to cut."""
    with zipfile.ZipFile(path) as source:
        long = {info.filename for info in source.infolist() if _is_long_sheet(info)}
        if not long:
            return False
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as target:
            for info in source.infolist():
                with source.open(info) as content, target.open(info.filename, "w") as made:
                    head = content.read(HEAD_BYTES) if info.filename in long else b""
                    if _ROW_END in head:
                        made.write(head[: head.rindex(_ROW_END) + len(_ROW_END)] + _SHEET_END)
                        continue
                    made.write(head)
                    while chunk := content.read(_COPIED_AT_ONCE):
                        made.write(chunk)
    return True


def _is_long_sheet(info: zipfile.ZipInfo) -> bool:
    return info.filename.startswith("xl/worksheets/") and info.file_size > HEAD_BYTES
