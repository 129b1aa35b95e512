"""Whole months of Comext: packed or not, piece by piece, and the part that is asked for."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from entrepot.case.importing import import_stream, start_folder
from entrepot.errors import SourceError
from entrepot.evidence.locator import read_place
from entrepot.sources import base, flow_stream, tabular
from entrepot.sources.columns import Columns
from entrepot.sources.comext_bulk.scope import SUFFIX, read_scope
from entrepot.sources.registry import recognise, source_named
from entrepot.store.parts import part_paths, row_count
from packed_7z import packed, stand_in
from parsed import only, parsed, rows_of, snapshot_of

HERE = Path(__file__).parent
SAMPLE = HERE / "sample.dat"
HEAD = SAMPLE.read_text("utf-8").splitlines()[0]
FLOW = "core__trade_flow"


def month(folder: Path, *rows: str) -> Path:
    path = folder / "full_202402.dat"
    path.write_text("\n".join([HEAD, *rows]) + "\n", "utf-8")
    return path


def line(way: str, goods: str, value: int, procedure: int = 1) -> str:
    reporter, flow, partner = way.split()
    return f"{reporter},{partner},E,{goods},1,1,1,1,1,1,{flow},{procedure},NO_SU,202402,{value},{value},{value},0"


def test_a_packed_month_gives_the_rows_of_the_month_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, "7zz", monkeypatch)
    path = packed(tmp_path / "full_v2_202402.7z", SAMPLE.read_bytes())
    wanted = [
        {name: value for name, value in row.items() if name != "snapshot_id"}
        for row in rows_of(parsed(SAMPLE, "comext_bulk"), FLOW)
    ]

    assert recognise(path).meta.id == "comext_bulk"
    rows = rows_of(parsed(path, "comext_bulk"), FLOW)
    assert [{name: value for name, value in row.items() if name != "snapshot_id"} for row in rows] == wanted
    assert rows[0]["snapshot_id"] == snapshot_of(path, "comext_bulk").snapshot_id
    assert dict(read_place(path, str(rows[-1]["locator"])).cells)["PRODUCT_NC"] == rows[-1]["goods_code"]


def test_a_packed_month_without_an_unpacker_is_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = packed(tmp_path / "full_v2_202402.7z", SAMPLE.read_bytes())

    with pytest.raises(SourceError, match=r"7z x FILE.*\.dat"):
        recognise(path)
    with pytest.raises(SourceError, match=r"7z x FILE.*\.dat"):
        parsed(path, "comext_bulk")


def test_the_supplement_on_the_united_kingdom_is_refused(tmp_path: Path) -> None:
    path = month(tmp_path, line("DE 2 XU", "85423190", 100))

    with pytest.raises(SourceError, match="leave it out"):
        parsed(path.rename(tmp_path / "full_partxixu_v2_202402.dat"), "comext_bulk")


def test_codes_that_lost_their_zero_get_it_back(tmp_path: Path) -> None:
    path = month(tmp_path, line("DE 2 KZ", "1012100", 100), line("DE 2 KZ", "123456", 5))

    rows = rows_of(parsed(path, "comext_bulk"), FLOW)

    assert [(row["goods_code"], row["hs6"], row["goods_level"]) for row in rows] == [
        ("01012100", "010121", "CN8"),
        ("123456", "123456", "HS6"),
    ]


@pytest.fixture
def in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read a file in pieces of a thousand rows, as a large one is read in pieces of some 250,000."""

    def sliced(context: base.ParseContext, columns: Columns) -> Iterator[pa.Table]:
        for batch in tabular.batches(context, columns):
            for start in range(0, batch.num_rows, 1_000):
                yield batch.slice(start, 1_000)

    monkeypatch.setattr("entrepot.sources.comext_bulk.parse.batches", sliced)


@pytest.mark.usefixtures("in_pieces")
def test_procedures_and_repeats_are_told_apart_however_far_from_each_other(tmp_path: Path) -> None:
    far = [line("LT 2 KG", f"{8_500_0000 + number}", 1) for number in range(5_000)]
    first = line("DE 2 KZ", "85423190", 100)
    path = month(tmp_path, first, *far, line("DE 2 KZ", "85423190", 50, 2), first)
    folder = tmp_path / "import"
    start_folder(folder)

    context = import_stream(source_named("comext_bulk"), snapshot_of(path, "comext_bulk"), path, folder)

    assert row_count(folder, FLOW) == 5_001
    found = only(rows_in(folder, FLOW), reporter_iso="DE")
    assert (found["value_eur"], found["locator"]) == (150.0, "row 2")
    assert only(rows_in(folder, "core__quarantine"))["reason"].startswith("duplicate of row 2")
    assert context.rows_read == 5_003


def rows_in(folder: Path, table: str) -> list[dict[str, object]]:
    return [row for path in part_paths(folder, table) for row in pq.ParquetFile(path).read().to_pylist()]


@pytest.mark.usefixtures("in_pieces")
def test_equal_numbers_of_different_keys_do_not_join_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow_stream, "_ODD", 0)  # of the keys only the last then makes the number
    far = [line("LT 2 KG", f"{8_500_0000 + number}", 1) for number in range(1_500)]
    path = month(tmp_path, line("DE 2 KZ", "85423190", 100), *far)

    rows = rows_of(parsed(path, "comext_bulk"), FLOW)

    assert len(rows) == 1_501
    assert [row["value_eur"] for row in rows if row["reporter_iso"] == "DE"] == [100.0]


@pytest.mark.usefixtures("in_pieces")
def test_a_month_is_never_whole_in_memory(tmp_path: Path) -> None:
    path = month(tmp_path, *(line("LT 2 KG", f"{8_500_0000 + number}", 1) for number in range(7_000)))
    source = source_named("comext_bulk")
    assert source.stream is not None
    context = base.ParseContext(snapshot_of(path, "comext_bulk"), path, source.meta)

    pieces = [sum(rows.num_rows for rows in context.drained().values()) for _ in source.stream(context, None)]

    assert sum(pieces) == 7_000
    assert max(pieces) == 1_000


def test_only_what_is_named_beside_the_file_is_read_and_the_rest_is_counted(tmp_path: Path) -> None:
    path = month(
        tmp_path, line("DE 2 KZ", "85423190", 100), line("DE 2 KZ", "10011100", 5), line("DE 2 US", "85423190", 9)
    )
    path.with_name(path.name + SUFFIX).write_text('partners = ["KZ", "KG"]\ngoods = ["8542"]\n', "utf-8")
    context = parsed(path, "comext_bulk")

    assert only(rows_of(context, FLOW))["locator"] == "row 2"
    assert (
        "2 rows of other reporters, partners or goods than full_202402.dat.only.toml names are not read"
        in context.warnings
    )
    settings = source_named("comext_bulk").settings
    assert settings is not None
    assert "8542" in settings(path)


@pytest.mark.parametrize("text", ['partner = ["KZ"]', 'partners = ["Kazakhstan"]', "partners = KZ", 'goods = ["8*"]'])
def test_a_scope_that_cannot_be_meant_is_refused(tmp_path: Path, text: str) -> None:
    path = month(tmp_path)
    path.with_name(path.name + SUFFIX).write_text(text, "utf-8")

    with pytest.raises(SourceError, match=r"partners|TOML"):
        read_scope(path)
