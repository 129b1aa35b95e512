import io
import zipfile
from pathlib import Path

import pytest

import customs_containers as tables
from entrepot.errors import SourceError
from entrepot.evidence.reading import container
from entrepot.evidence.reading.container import Kind, open_part, parts
from entrepot.evidence.reading.preview import previews
from entrepot.evidence.reading.stream import batches


def read_all(path: Path) -> int:
    (part,) = parts(path)
    count = 0
    with open_part(part) as stream:
        while chunk := stream.read(1 << 20):
            count += len(chunk)
    return count


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("plain.csv", [Kind.TEXT]),
        ("table.zip", [Kind.TEXT]),
        ("rows.jsonl.gz", [Kind.JSON_LINES]),
        ("book.ods", [Kind.WORKBOOK]),
        ("rows.zip", [Kind.PARQUET]),
    ],
)
def test_a_kind_is_told_by_content_and_not_by_name(name: str, kinds: list[Kind], tmp_path: Path) -> None:
    path = tmp_path / "misnamed.bin"
    path.write_bytes(tables.CONTAINERS[name])

    assert [part.kind for part in parts(path)] == kinds


@pytest.mark.parametrize("pack", [tables.gzipped, tables.zstd, lambda content: tables.archive({"a.csv": content})])
def test_a_bomb_is_refused_before_it_unpacks(pack: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "_RATIO_FROM", 1 << 20)
    path = tmp_path / "bomb"
    assert callable(pack)
    path.write_bytes(pack(b"a,b\n" + b"0" * (24 << 20)))

    with pytest.raises(SourceError, match="bomb"):
        read_all(path)


def test_the_total_size_is_limited_whatever_the_ratio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MOST_BYTES", 1000)
    path = tmp_path / "long.csv"
    path.write_bytes(tables.delimited() * 10)

    with pytest.raises(SourceError, match="bomb"):
        read_all(path)


def test_members_that_share_their_bytes_count_against_the_size_of_the_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container, "_RATIO_FROM", 1 << 16)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.csv", bytes(range(48, 58)) * 20_000)
        for i in range(200):  # two hundred names for one member
            shared = zipfile.ZipInfo(f"a{i}.csv")
            first = made.filelist[0]
            shared.header_offset, shared.CRC = first.header_offset, first.CRC
            shared.compress_size, shared.file_size = first.compress_size, first.file_size
            shared.compress_type = first.compress_type
            made.filelist.append(shared)
    path = tmp_path / "shared.zip"
    path.write_bytes(content.getvalue())

    with pytest.raises(SourceError, match="bomb"):
        parts(path)


def test_a_workbook_bomb_is_refused_by_its_declared_sizes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "_RATIO_FROM", 1 << 20)
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(tables.archive({"[Content_Types].xml": b"", "xl/worksheets/sheet1.xml": b" " * (30 << 20)}))

    with pytest.raises(SourceError, match="bomb"):
        previews(path)


def test_a_sheet_that_claims_billions_of_cells_ends_in_words(tmp_path: Path) -> None:
    path = tmp_path / "corner.xlsx"
    with zipfile.ZipFile(io.BytesIO(tables.workbook())) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                corner = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                content = content.replace(b"</sheetData>", corner)
            target.writestr(name, content)

    with pytest.raises(SourceError, match="more than 4 GB"):
        previews(path)


def test_a_stream_left_early_leaves_no_process(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(tables.workbook())
    stream = batches(previews(path)[0])

    assert next(stream).rows.num_rows == len(tables.ROWS)
    stream.close()  # type: ignore[attr-defined]  # under -W error a process left behind fails the test
