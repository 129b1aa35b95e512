"""Trade statistics of the publishers: totals and breakdowns, units, places, and what may never be compared."""

import json
from pathlib import Path

import pytest

from entrepot.errors import EntrepotError, SourceError
from entrepot.evidence.json_items import json_items
from entrepot.evidence.json_stat import figures
from entrepot.evidence.locator import read_place, read_places
from entrepot.sources.comtrade.areas import area, code_of
from entrepot.sources.registry import recognise
from parsed import only, parsed, rows_of

HERE = Path(__file__).parent
ANSWER = HERE / "comtrade/sample.json"
DATASET = HERE / "comext_api/sample_stat.json"
BULK_HEAD = (HERE / "comext_bulk/sample.dat").read_text("utf-8").splitlines()[0]


def flows(path: Path, source_id: str) -> list[dict[str, object]]:
    return rows_of(parsed(path, source_id), "core__trade_flow")


def bulk(folder: Path, *rows: str) -> Path:
    path = folder / "full_202402.dat"
    path.write_text("\n".join([BULK_HEAD, *rows]) + "\n", "utf-8")
    return path


def test_breakdowns_are_never_added_to_their_total() -> None:
    context = parsed(ANSWER, "comtrade")
    row = only(
        rows_of(context, "core__trade_flow"), reporter_iso="TR", partner_iso="KZ", flow_code="X", hs6="854231",
        frequency="M", hs_edition="HS2022",
    )  # fmt: skip

    assert row["value_usd"] == 125_000.5
    assert (
        "2 rows of a breakdown (second partner, procedure, transport) are not read: their totals are"
        in context.warnings
    )


def test_a_breakdown_without_its_total_is_put_aside_not_summed() -> None:
    context = parsed(ANSWER, "comtrade")
    (row,) = [row for row in rows_of(context, "core__quarantine") if row["locator"] == "item 8"]

    assert "total (0, C00, 0)" in row["reason"]
    assert not [row for row in rows_of(context, "core__trade_flow") if row["partner_iso"] == "KG"]


def test_reexports_stay_apart_from_the_exports_that_hold_them() -> None:
    rows = [row for row in flows(ANSWER, "comtrade") if row["partner_iso"] == "KZ" and row["flow_code"] in ("X", "RX")]
    by_flow = {row["flow_code"]: row["value_usd"] for row in rows if row["locator"] in ("item 1", "item 4")}

    assert by_flow == {"X": 125_000.5, "RX": 25_000.0}


def test_weights_that_the_united_nations_estimated_are_no_weights() -> None:
    context = parsed(ANSWER, "comtrade")

    assert only(rows_of(context, "core__trade_flow"), partner_iso="TW")["net_mass_kg"] is None
    assert any(words.startswith("1 net weights are left out") for words in context.warnings)
    assert any("490" in words and "Taiwan" in words for words in context.warnings)


def test_the_valuation_is_that_of_the_primary_value() -> None:
    rows = flows(ANSWER, "comtrade")

    assert {(row["flow_code"], row["valuation"]) for row in rows} == {("X", "FOB"), ("M", "CIF"), ("RX", "FOB")}


def test_the_bulk_file_and_the_answer_give_the_same_figures() -> None:
    wanted = ("reporter_iso", "partner_iso", "flow_code", "goods_code", "value_usd", "net_mass_kg", "valuation")
    answer = [[row[name] for name in wanted] for row in flows(ANSWER, "comtrade")]
    table = [[row[name] for name in wanted] for row in flows(HERE / "comtrade/sample_bulk.txt", "comtrade")]

    assert len(table) == 5
    assert table == answer[:5]


@pytest.mark.parametrize("iso", ["TR", "KZ", "US", "FR", "CH", "IN", "TW", "RU", "AF", "WORLD", "EU"])
def test_area_codes_lead_there_and_back(iso: str) -> None:
    assert area(code_of(iso) or "none").value == iso


def test_items_of_an_answer_are_found_again(tmp_path: Path) -> None:
    place = read_place(ANSWER, "item 3")

    assert json.loads(place.text)["partnerCode"] == 842
    assert dict(place.cells)["primaryValue"] == "410.25"
    cut = tmp_path / "cut.json"
    cut.write_bytes(ANSWER.read_bytes()[:3_000])
    assert [item.fault is None for item in json_items(cut)][-1] is False


def test_an_answer_cut_off_is_told_in_quarantine(tmp_path: Path) -> None:
    cut = tmp_path / "cut.json"
    cut.write_bytes(ANSWER.read_bytes()[:3_000])
    context = parsed(cut, "comtrade")

    assert (
        "breaks off"
        in rows_of(context, "core__quarantine")[-1]["reason"] + rows_of(context, "core__quarantine")[0]["reason"]
    )


def test_an_answer_without_rows_is_read_with_a_warning(tmp_path: Path) -> None:
    empty = tmp_path / "empty.json"
    empty.write_text('{"elapsedTime":"0.1 secs","count":0,"data":[],"error":""}', "utf-8")

    assert recognise(empty).meta.id == "comtrade"
    assert "The answer holds no rows" in parsed(empty, "comtrade").warnings


def test_figures_of_a_dataset_stand_where_their_number_says() -> None:
    places = read_places(DATASET, ["value 5", "value 2"])

    assert dict(places["value 5"].cells) == {
        "freq": "M",
        "reporter": "LT",
        "partner": "KG",
        "product": "854231",
        "flow": "2",
        "indicators": "VALUE_IN_EUROS",
        "time": "2022-06",
        "value": "2000.25",
    }
    with pytest.raises(EntrepotError, match="has no place 'value 6'"):
        read_place(DATASET, "value 6")


@pytest.mark.parametrize("change", [('"size": [', '"size": [9,'), ('"id"', '"ids"'), ('"class"', "class")])
def test_a_damaged_dataset_is_refused(tmp_path: Path, change: tuple[str, str]) -> None:
    path = tmp_path / "damaged.json"
    path.write_text(DATASET.read_text("utf-8").replace(*change), "utf-8")

    with pytest.raises(SourceError, match="JSON-stat"):
        list(figures(path))


def test_value_and_quantity_become_one_figure_at_the_place_of_the_value() -> None:
    row = only(flows(HERE / "comext_api/sample.csv", "comext_api"), goods_code="85423190")

    assert (row["value_eur"], row["net_mass_kg"], row["locator"]) == (987_654.0, 1_250.0, "row 3")


def test_a_confidential_value_leaves_a_row_without_one() -> None:
    irish = only(flows(HERE / "comext_api/sample.csv", "comext_api"), reporter_iso="IE")
    kyrgyz = only(flows(DATASET, "comext_api"), locator="value 4")

    assert (irish["value_eur"], irish["net_mass_kg"]) == (None, 200.0)
    assert (kyrgyz["partner_iso"], kyrgyz["value_eur"]) == ("KG", None)
    assert "1 values are confidential: their rows are kept without one" in parsed(DATASET, "comext_api").warnings


def test_the_procedures_of_a_bulk_figure_are_added_and_counted(tmp_path: Path) -> None:
    path = bulk(
        tmp_path,
        "DE,KZ,E,85423190,1,1,1,1,1,1,2,1,NO_SU,202402,100,100,10,0",
        "DE,KZ,E,85423190,1,1,1,1,1,1,2,2,NO_SU,202402,50,50,,0",
        "DE,KZ,E,85423190,1,1,1,1,1,1,1,1,NO_SU,202402,7,7,1,0",
    )
    context = parsed(path, "comext_bulk")
    rows = rows_of(context, "core__trade_flow")

    assert [(r["flow_code"], r["valuation"], r["value_eur"], r["net_mass_kg"], r["locator"]) for r in rows] == [
        ("X", "FOB", 150.0, 10.0, "row 2"),
        ("M", "CIF", 7.0, 1.0, "row 4"),
    ]
    assert any(words.startswith("1 figures are the sum of several rows") for words in context.warnings)


def test_the_same_procedure_twice_is_a_repeat_and_not_added(tmp_path: Path) -> None:
    row = "DE,KZ,E,85423190,1,1,1,1,1,1,2,1,NO_SU,202402,100,100,10,0"
    context = parsed(bulk(tmp_path, row, row), "comext_bulk")

    assert only(rows_of(context, "core__trade_flow"))["value_eur"] == 100.0
    assert only(rows_of(context, "core__quarantine"))["reason"].startswith("duplicate of row 2")


def test_month_52_of_a_bulk_file_is_the_year(tmp_path: Path) -> None:
    row = "DE,KZ,E,85423190,1,1,1,1,1,1,2,1,NO_SU,202352,100,100,10,0"

    found = only(flows(bulk(tmp_path, row), "comext_bulk"))
    assert (str(found["period_on"]), found["frequency"]) == ("2023-01-01", "A")


def test_totals_of_all_partners_stay_apart() -> None:
    for path, source_id in ((ANSWER, "comtrade"), (HERE / "census/sample_exports.json", "us_census")):
        worlds = [row for row in flows(path, source_id) if row["partner_iso"] == "WORLD"]

        assert len(worlds) == 1


def test_reconciled_figures_are_neither_exports_nor_imports() -> None:
    rows = flows(HERE / "baci/sample_HS22_Y2023_V202501.csv", "baci")

    assert {row["flow_code"] for row in rows} == {"RECONCILED"}
    assert {row["provenance"] for row in rows} == {"reconstructed"}
    assert {row["publication"] for row in rows} == {"CEPII, BACI HS22, release 2025-01 (Gaulier and Zignago 2010)"}
    assert only(rows, hs6="010121")["value_usd"] == 3_500.0


def test_a_year_of_baci_that_does_not_say_its_edition_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "baci.csv"
    path.write_text("t,i,j,k,v,q\n2023,842,398,854231,1,1\n", "utf-8")

    with pytest.raises(SourceError, match="must say the edition"):
        parsed(path, "baci")
