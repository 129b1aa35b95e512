from pathlib import Path

import pytest
import xlsxwriter

from entrepot.evidence.reading import xlsx_head
from entrepot.evidence.reading.preview import previews
from entrepot.evidence.reading.stream import batches


def test_a_long_sheet_is_cut_for_its_preview_and_streamed_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_head, "HEAD_BYTES", 1 << 14)
    path = tmp_path / "long.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Sheet")
        sheet.write_row(5, 0, ["DATE", "NAME", "NUMBER"])
        for i in range(3_000):
            sheet.write_row(6 + i, 0, ["2023-01-01", f"FICTION LTD {i}", i])

    with xlsx_head.cut_down(path) as head:
        assert head != path
    (found,) = previews(path)

    assert (found.header_row, found.header) == (6, ("DATE", "NAME", "NUMBER"))
    assert [row[2] for row in found.rows] == [str(i) for i in range(len(found.rows))]
    assert 50 < len(found.rows) < 300
    assert sum(batch.rows.num_rows for batch in batches(found)) == 3_000


def test_a_short_workbook_and_what_is_none_are_left_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "none.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")

    with xlsx_head.cut_down(path) as head:
        assert head == path
