"""Comext extracts: levels of goods kept apart, places, figures of the real file."""

from pathlib import Path

import pytest

from entrepot.errors import SourceError
from entrepot.evidence.files import head_of
from entrepot.evidence.locator import read_places
from entrepot.sources.registry import recognise
from parsed import assert_golden, only, parsed, rows_of

HERE = Path(__file__).parent
CN8 = HERE / "sample_cn8.csv"
TOTALS = HERE / "sample_totals.csv"


@pytest.mark.parametrize(("name", "source_id"), [("cn8", "comext_cn8"), ("totals", "comext_totals")])
def test_sample_gives_the_golden_rows(name: str, source_id: str) -> None:
    context = parsed(HERE / f"sample_{name}.csv", source_id)

    assert_golden(context, HERE / f"expected_{name}.json")
    assert context.warnings == []


@pytest.mark.parametrize(("path", "source_id"), [(CN8, "comext_cn8"), (TOTALS, "comext_totals")])
def test_each_extract_is_recognised_by_its_header(path: Path, source_id: str) -> None:
    assert recognise(path).meta.id == source_id


def test_every_row_is_found_again_at_its_locator() -> None:
    rows = rows_of(parsed(CN8, "comext_cn8"), "core__trade_flow")
    places = read_places(CN8, [row["locator"] for row in rows])

    assert len(rows) > 20
    for row in rows:
        cells = dict(places[row["locator"]].cells)
        assert cells["product_code"] == row["goods_code"]
        assert float(cells["value_eur"]) == row["value_eur"]


def test_edition_changes_with_the_year_2022() -> None:
    rows = rows_of(parsed(CN8, "comext_cn8"), "core__trade_flow")

    assert {(row["period_on"].year, row["hs_edition"]) for row in rows} == {(2021, "HS2017"), (2022, "HS2022")}


def test_unusable_rows_go_to_quarantine_with_place_and_reason(tmp_path: Path) -> None:
    path = tmp_path / "extract.csv"
    path.write_text(
        "reporter,partner,product_code,period,value_eur\n"
        "Austria,Armenia,2106,2020-02,4162.0\n"
        "Austria,Atlantis,2106,2020-02,1\n"
        "Austria,Armenia,2106,February,1\n"
        "Austria,Armenia,2106,2020-03,-1\n"
        "Austria,Armenia,2106,2020-04,many\n"
        "Austria,Armenia,2106,2020-02,9\n",
        "utf-8",
    )
    context = parsed(path, "comext_cn8")
    quarantined = rows_of(context, "core__quarantine")

    assert len(rows_of(context, "core__trade_flow")) == 1
    assert [row["locator"] for row in quarantined] == ["row 3", "row 4", "row 5", "row 6", "row 7"]
    assert [row["field"] for row in quarantined] == ["partner", "period", "value_eur", "value_eur", None]
    assert "Atlantis" in quarantined[0]["reason"]
    assert quarantined[4]["reason"].startswith("duplicate of row 2")


def test_a_trimmed_file_fails_the_minimum_unless_declared_partial() -> None:
    with pytest.raises(SourceError, match="at least 1,000 expected"):
        parsed(CN8, "comext_cn8", is_partial=False)


def test_real_extract_is_read_whole_and_levels_stay_apart(shared_data: Path) -> None:
    path = shared_data / "trade" / "eurostat_comext_eu27_exports_cn8_sanctioned_2020-01_2022-11.csv.gz"
    context = parsed(path, "comext_cn8", is_partial=False)
    flows = context.results()["core__trade_flow"]
    levels = only(flows.group_by([]).aggregate([("value_eur", "sum"), ("value_eur", "count")]).to_pylist())

    assert flows.num_rows == 1_141_670
    assert rows_of(context, "core__quarantine") == []
    by_level = {
        row["goods_level"]: row for row in flows.group_by("goods_level").aggregate([("hs6", "count")]).to_pylist()
    }
    assert set(by_level) == {"HS4", "CN8"}
    assert by_level["HS4"]["hs6_count"] == 0
    assert by_level["CN8"]["hs6_count"] == 997_559
    assert levels["value_eur_sum"] == pytest.approx(147_593_439_784.0)
    assert flows.slice(flows.num_rows - 1).to_pylist()[0]["locator"] == "row 1141671"
    assert head_of(path, 8) == b"reporter"
