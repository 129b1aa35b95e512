"""Answers that publishers really gave, as public repositories keep them: each README beside a sample names source and terms."""

import gzip
from pathlib import Path

from entrepot.evidence.locator import read_place
from entrepot.sources.registry import recognise
from parsed import only, parsed, rows_of

HERE = Path(__file__).parent
FLOW = "core__trade_flow"


def test_a_bulk_file_of_comtrade_is_read_as_it_is_sent(tmp_path: Path) -> None:
    """The header is recorded, the figures are invented: gzip, lines ended by CR LF, truth as 1 and 0, no weight an empty cell."""
    start = "20032196201102100\tC\tA\t20220101\t2022\t52\t2022\t792\tX\t"
    old = start.replace("2022\t792", "1962\t792")
    lines = [
        (HERE / "comtrade/recorded_bulk_header.txt").read_text("utf-8").rstrip("\n"),
        start + "398\t0\tHS\tH6\t1\t854231\tC00\t0\t0\t8\t60.5\t0\t-1\t\t0\t60.5\t0\t\t0\t\t125000.5\t125000.5\t0\t1\t0",
        start + "398\t0\tHS\tH6\t1\t8542\tC00\t0\t0\t-1\t\t0\t-1\t\t0\t\t0\t\t0\t\t700000.0\t700000.0\t0\t0\t1",
        start + "417\t0\tHS\tH6\t1\t854239\tC00\t0\t0\t8\t9.0\t1\t-1\t\t0\t9.0\t1\t\t0\t\t50.0\t50.0\t0\t1\t0",
        old + "0	0	S1	S1	1	41139	C00	0	0	8	2.0	0	-1		0	2.0	0		0		5.0	5.0	0	1	0",
    ]  # fmt: skip
    path = tmp_path / "C_A_792_2022_H6_O.txt.gz"
    path.write_bytes(gzip.compress("\r\n".join([*lines, ""]).encode()))
    context = parsed(path, "comtrade")
    rows = rows_of(context, FLOW)

    assert recognise(path).meta.id == "comtrade"
    assert [(row["partner_iso"], row["goods_code"], row["value_usd"], row["net_mass_kg"]) for row in rows] == [
        ("KZ", "854231", 125_000.5, 60.5),
        ("KZ", "8542", 700_000.0, None),
        ("KG", "854239", 50.0, None),
    ]
    assert {row["hs_edition"] for row in rows} == {"HS2022"}
    assert only(rows_of(context, "core__quarantine"))["locator"] == "row 5"
    assert not any("not read: " in words for words in context.warnings), context.warnings
    assert dict(read_place(path, "row 4").cells)["cmdCode"] == "854239"


def test_a_year_of_baci_is_read_with_its_padded_figures() -> None:
    path = HERE / "baci/recorded_HS22_Y2022_V202401b.csv"
    rows = rows_of(parsed(path, "baci"), FLOW)

    assert recognise(path).meta.id == "baci"
    assert len(rows) == 9
    first = only(rows, locator="row 2")
    assert (first["reporter_iso"], first["partner_iso"], first["goods_code"]) == ("AF", "AD", "210610")
    assert (first["value_usd"], first["net_mass_kg"]) == (357.0, 2.0)
    assert only(rows, goods_code="080211")["partner_iso"] == "AZ"
    assert first["publication"] == "CEPII, BACI HS22, release 2024-01 (Gaulier and Zignago 2010)"


def test_value_and_quantity_of_comext_become_figures_of_the_year() -> None:
    path = HERE / "comext_api/recorded.csv"
    rows = rows_of(parsed(path, "comext_api"), FLOW)

    assert recognise(path).meta.id == "comext_api"
    assert [(row["partner_iso"], row["flow_code"], row["value_eur"], row["net_mass_kg"]) for row in rows] == [
        ("VN", "M", 32_313_884.0, 9_021_263.0),
        ("WORLD", "M", 39_919_520.0, 11_348_195.0),
    ]
    assert {(str(row["period_on"]), row["frequency"]) for row in rows} == {("2024-01-01", "A")}


def test_an_answer_of_the_census_bureau_that_names_no_country_is_of_all() -> None:
    path = HERE / "census/recorded_imports.json"
    rows = rows_of(parsed(path, "us_census"), FLOW)

    assert recognise(path).meta.id == "us_census"
    assert [(row["partner_iso"], row["flow_code"]) for row in rows] == [("WORLD", "M")] * 6
    assert only(rows, locator="item 2")["value_usd"] == 1_167_461_768.0


def test_an_answer_with_numbers_of_countries_alone_is_read_by_them(tmp_path: Path) -> None:
    recorded = HERE / "census/recorded_exports_hs10.json"
    aside = rows_of(parsed(recorded, "us_census"), "core__quarantine")
    path = tmp_path / "six_digits.json"
    path.write_text(recorded.read_text("utf-8").replace("2710121510", "271012").replace("HS10", "HS6"), "utf-8")
    rows = rows_of(parsed(path, "us_census"), FLOW)

    assert recognise(recorded).meta.id == "us_census"
    assert len(aside) == 6
    assert all("2710121510" in row["reason"] for row in aside)
    assert [(row["partner_iso"], row["value_usd"]) for row in rows[:2]] == [("CA", 155_905.0), ("CA", 260_801.0)]
