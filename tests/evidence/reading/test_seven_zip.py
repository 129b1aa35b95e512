"""Archives that a program of the machine unpacks: what it is asked, what it may answer, and what is refused."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from entrepot.errors import SourceError
from entrepot.evidence.locator import read_place
from entrepot.evidence.reading import container, seven_zip
from entrepot.evidence.reading.container import open_part, parts
from packed_7z import packed, stand_in

TEXT = b"REPORTER,PARTNER\nDE,KZ\nLT,KG\n"


def read(path: Path) -> bytes:
    (part,) = parts(path)
    with open_part(part) as stream:
        return stream.read(1 << 20)


@pytest.mark.parametrize("name", seven_zip.UNPACKERS)
def test_the_only_table_is_read_through_a_list_of_arguments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    log = stand_in(tmp_path, name, monkeypatch)
    path = packed(tmp_path / "full; touch x.7z", TEXT)

    assert read(path) == TEXT
    asked = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert asked[-1][-2:] == [str(path), "full_202402.dat"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["asked.jsonl", path.name, "programs"]


def test_a_row_of_the_table_inside_is_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, "7zz", monkeypatch)
    path = packed(tmp_path / "month.7z", TEXT)

    assert read_place(path, "row 3").cells == (("REPORTER", "LT"), ("PARTNER", "KG"))


@pytest.mark.parametrize(
    "names",
    [
        ("one.dat", "two.dat"),
        ("../one.dat",),
        ("-o.dat",),
        ("@list.dat",),
        ("*.dat",),
        ("one.exe",),
        ("folder/one.dat",),
    ],
)
def test_an_archive_of_anything_but_one_table_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...]
) -> None:
    log = stand_in(tmp_path, "7z", monkeypatch)

    with pytest.raises(SourceError, match="one table"):
        read(packed(tmp_path / "month.7z", TEXT, *names))
    assert [json.loads(line)[0] for line in log.read_text("utf-8").splitlines()] == ["l"]


def test_an_archive_that_breaks_off_is_damaged_and_not_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, "7z", monkeypatch)

    with pytest.raises(SourceError, match=r"damaged.*status 2"):
        read(packed(tmp_path / "month.7z", b"DAMAGED" + TEXT))


def test_an_archive_that_unpacks_to_far_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, "7z", monkeypatch)
    monkeypatch.setattr(container, "MOST_BYTES", 100)
    path = packed(tmp_path / "month.7z", TEXT * 100)

    with pytest.raises(SourceError, match="decompression bomb"):
        parts(path)


def test_leaving_off_in_the_middle_ends_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, "7z", monkeypatch)
    stream = seven_zip.SevenZipStream(packed(tmp_path / "month.7z", TEXT * 100_000))
    assert stream.read1(10) == TEXT[:10]

    stream.close()

    assert stream._process.returncode is not None


def test_without_an_unpacker_the_message_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(SourceError, match=r"7zz, 7z, 7za, bsdtar.*7z x FILE.*\.dat"):
        read(packed(tmp_path / "month.7z", TEXT))


def test_a_real_archive_is_read_where_an_unpacker_is_installed(tmp_path: Path) -> None:
    found = seven_zip.unpacker()
    if found is None:
        pytest.skip("no unpacker for 7z is installed")
    (tmp_path / "full_202402.dat").write_bytes(TEXT)
    packing = ["-c", "--format", "7zip", "-f"] if found.name == "bsdtar" else ["a"]
    program = shutil.which(found.name) or found.path
    subprocess.run([program, *packing, "month.7z", "full_202402.dat"], cwd=tmp_path, check=True, capture_output=True)

    assert read(tmp_path / "month.7z") == TEXT
