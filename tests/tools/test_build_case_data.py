import csv
import gzip
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from entrepot.settings import resources_dir


def _script() -> ModuleType:
    """Return the script as a module: `tools` is no package, and its name would be that of this folder."""
    path = Path(__file__).parents[2] / "tools" / "build_case_data.py"
    spec = importlib.util.spec_from_file_location("build_case_data", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


build = _script()
FILES = ("ledger.csv", "components.csv", "comext_chpl_monthly.csv", "eurostat_eu27_totals_monthly.csv")


def _comext(path: Path, rows: list[tuple[str, str, str, str, float]]) -> Path:
    with gzip.open(path, "wt", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["reporter", "partner", "product_code", "period", "value_eur"])
        writer.writerows(rows)
    return path


def test_member_states_and_cn8_codes_are_added_and_hs4_rows_are_not(tmp_path: Path) -> None:
    path = _comext(
        tmp_path / "comext.csv.gz",
        [
            ("Austria", "Armenia", "85423111", "2022-03", 100.0),
            ("Belgium", "Armenia", "85423111", "2022-03", 30.0),
            ("Austria", "Armenia", "85423190", "2022-03", 7.0),
            ("Austria", "Armenia", "8542", "2022-03", 999.0),
            ("Austria", "Armenia", "84011000", "2022-03", 5.0),
            ("Austria", "Kazakhstan", "88033000", "2021-12", 11.0),
        ],
    )

    found = [
        (row["partner"], row["goods_code"], row["hs_edition"], row["value_eur"]) for row in build.comext_rows(path)
    ]
    assert found == [("AM", "854231", "HS2022", "137"), ("KZ", "880330", "HS2017", "11")]


def test_a_partner_without_code_stops_the_build(tmp_path: Path) -> None:
    path = _comext(tmp_path / "comext.csv.gz", [("Austria", "Erewhon", "85423111", "2022-03", 1.0)])

    with pytest.raises(SystemExit, match="Erewhon"):
        list(build.comext_rows(path))


def test_the_united_kingdom_is_no_member_of_the_27(tmp_path: Path) -> None:
    path = tmp_path / "totals.csv"
    path.write_text(
        "reporter,partner,flow,period,value_eur\nAustria,Georgia,EXPORT,2019-01,40\nUnited Kingdom,Georgia,EXPORT,2019-01,2\n",
        "utf-8",
    )

    assert [(row["flow"], row["goods_code"], row["value_eur"]) for row in build.total_rows(path)] == [
        ("X", "TOTAL", "40")
    ]


def test_published_component_counts_name_who_published_them() -> None:
    counts = {(row["component_count"], row["publication"][:4]) for row in build.published_components()}

    assert {("1057", "KSE "), ("1000", "CNBC"), ("2797", "KSE "), ("450", "RUSI"), ("317", "RUSI")} <= counts


def test_committed_files_are_what_the_originals_give(
    shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = resources_dir() / build.CASE
    made = tmp_path / build.CASE
    made.mkdir(parents=True)
    for name in ("ledger_plan.csv", "ledger_totals.csv"):
        (made / name).write_bytes((case / name).read_bytes())
    monkeypatch.setattr(build, "resources_dir", lambda: tmp_path)
    monkeypatch.setattr("sys.argv", ["build_case_data.py", "--data", str(shared_data)])
    assert (shared_data / build.COMEXT).is_file()

    build.main()

    excerpts = [f"lists/{path.name}" for path in (case / "lists").iterdir()]
    for name in (*FILES, *excerpts):
        assert (made / name).read_bytes() == (case / name).read_bytes(), name
