"""`entrepot flows`: the sheet, a partner, a firm's corridors, the rows behind, and words where there is nothing."""

from pathlib import Path

import pytest

from command_line import DemoRun, Entrepot


def test_the_kinds_of_lines(entrepot: Entrepot, case: Path) -> None:
    said = entrepot("flows", case, "--json")

    assert said.status == 0
    assert [row["kind"] for row in said.rows] == ["sheet", "partner", "corridor_level", "corridor_level", "reconciled"]
    assert said.rows[1]["period_months"][0] == "2022-03"
    assert said.rows[1]["provenance"] == "synthetic"
    assert "The statistics are synthetic in the figures of KZ." in said.stderr.replace("\n", " ")


def test_a_partner_is_a_country(entrepot: Entrepot, case: Path) -> None:
    said = entrepot("flows", case, "--partner", "Kazakhstan")

    assert said.status == 2
    assert "no two-letter country code" in said.stderr


def test_a_partner_without_an_estimate_is_said_so(entrepot: Entrepot, case: Path) -> None:
    said = entrepot("flows", case, "--partner", "zw")

    assert said.status == 0
    assert "No estimate for ZW: no listed goods to it" in said.stderr
    assert "it is the destination" in entrepot("flows", case, "--partner", "RU").stderr


def test_the_demo_leads_from_the_sheet_to_rows_of_the_files(entrepot: Entrepot, demo_run: DemoRun) -> None:
    said = entrepot("flows", demo_run.case, "--partner", "KG", "--evidence", "--json")
    by_kind = {row["kind"]: row for row in said.rows}

    assert by_kind["sheet"]["currency_code"] == "EUR"
    [partner] = [row for row in said.rows if row["kind"] == "partner"]
    assert partner["partner_iso"] == "KG"
    assert partner["total"]["low"] < partner["total"]["value"] < partner["total"]["high"]
    assert partner["alternatives"][0]["moves_by"] is not None
    assert "9 are needed to rank among" in partner["synthetic"]["reason"]
    bound = by_kind["passed_on"]
    assert bound["hub_iso"] == "KG"
    assert 0 < bound["most_by_firm_usd"] == pytest.approx(sum(firm["most_usd"] for firm in bound["firms"]))
    assert bound["most_by_firm_usd"] < bound["most_by_country_usd"]
    assert bound["words"].startswith("Between nothing and this could have been passed on")
    rows = [row for row in said.rows if row["kind"] == "row"]
    since = sum(row["value"] for row in rows if row["period_on"] >= "2022-03-01" and row["flow_code"] == "X")
    assert abs(since - sum(month["observed"] for month in partner["months"])) < 1
    named = rows[0]
    [cell] = entrepot("evidence", demo_run.case, named["snapshot_id"], named["locator"], "--json").rows
    assert str(round(named["value"])) in {str(value).split(".", 1)[0] for value in cell["cells"].values()}


def test_the_demo_shows_direct_exports_and_rises_beside_other_goods(entrepot: Entrepot, demo_run: DemoRun) -> None:
    said = entrepot("flows", demo_run.case)
    levels = {
        row["rise"]["importer_iso"]: row["rise"]
        for row in entrepot("flows", demo_run.case, "--json").rows
        if row["kind"] == "corridor_level"
    }

    assert next(iter(levels)) == "RU"
    assert levels["RU"]["listed"]["mean_month"]["high"] < 0.04
    assert {iso for iso, rise in levels.items() if (rise["listed"]["mean_month"]["low"] or 0) > 1} == {
        "AM",
        "GE",
        "KG",
        "KZ",
    }
    assert "EU to RU" in said.stdout
    assert "all goods as published, less those these statistics name" in said.stdout.replace("\n", " ")


def test_the_demo_is_printed_with_intervals_and_a_firm_beside(entrepot: Entrepot, demo_run: DemoRun) -> None:
    said = entrepot("flows", demo_run.case, "--party", "Da Group 22")

    assert said.status == 0
    assert "Kazakhstan by month" in said.stdout
    assert "the assumptions that move it most" in said.stdout
    assert "DE to KZ" in said.stdout
    assert "synthetic control" in said.stdout
    assert "what could have been passed on at most, by declarations" in said.stdout
    assert "the country as one firm: at most" in said.stdout
    assert "KZ, no bound on what was passed on: Onward trade is known for 0 of 9 months only." in said.stderr
    assert "a rise in prices counts as trade" in said.stderr
    assert "stockpiling" in said.stderr
