from datetime import date
from decimal import Decimal

import pytest

from entrepot.settings import resources_dir
from entrepot.world.bundled.ledger import Total, build_ledger, ledger_csv, misfits, read_plan, read_totals, shares

CASE = resources_dir() / "cases" / "microelectronics-2022"


@pytest.fixture(scope="module")
def lines() -> list[dict[str, str]]:
    return build_ledger(read_plan(CASE))


def _total_of(total_id: str) -> Total:
    return next(total for total in read_totals(CASE) if total.total_id == total_id)


def test_committed_ledger_is_what_the_plan_makes() -> None:
    assert (CASE / "ledger.csv").read_text("utf-8") == ledger_csv(CASE)


def test_lines_add_up_to_every_reported_total(lines: list[dict[str, str]]) -> None:
    assert misfits(lines, read_totals(CASE)) == []


def test_a_cent_too_much_is_named(lines: list[dict[str, str]]) -> None:
    first = next(line for line in lines if line["importer_name"] == "Fortap")
    changed = [
        {**line, "value_usd": f"{Decimal(line['value_usd']) + Decimal('0.01')}"} if line is first else line
        for line in lines
    ]

    assert [sentence.split(":")[0] for sentence in misfits(changed, read_totals(CASE))] == ["fortap"]


def test_reported_figures_are_in_the_totals() -> None:
    reported = {total.total_id: (total.value_usd, total.quantity) for total in read_totals(CASE)}

    assert reported["robin-trade-before"][0] == Decimal(12_200_000)
    assert reported["treydtuls"][0] == Decimal(900_000)
    assert reported["treydtuls-heller"][0] == Decimal(860_000)
    assert reported["tireks-heller"][0] == Decimal(300_000)
    assert reported["elix-st-chips"][1] == reported["da-group-22-chips"][1] == Decimal(2598)


def test_every_line_is_reconstructed_and_names_its_publication(lines: list[dict[str, str]]) -> None:
    assert {line["provenance"] for line in lines} == {"reconstructed"}
    assert all(line["publication"] and line["goods_description"].endswith("(reconstructed)") for line in lines)


def test_robin_trade_falls_by_nine_tenths_in_the_half_year_after_either_listing(lines: list[dict[str, str]]) -> None:
    own = [line for line in lines if line["importer_name"] == "Robin Trade"]
    for listed_on, from_on, to_on in (
        ("2022-03-15", "2021-09-16", "2022-09-11"),
        ("2022-03-31", "2021-10-02", "2022-09-27"),
    ):
        before = sum(Decimal(line["value_usd"]) for line in own if from_on <= line["declared_on"] < listed_on)
        after = sum(Decimal(line["value_usd"]) for line in own if listed_on <= line["declared_on"] < to_on)

        assert after / before == pytest.approx(Decimal("0.1"), abs=Decimal("0.001"))


def test_no_line_falls_on_a_weekend_or_outside_its_total(lines: list[dict[str, str]]) -> None:
    tireks = _total_of("tireks-heller")

    assert all(tireks.covers(line) for line in lines if line["importer_name"] == "Tireks")
    assert all(date.fromisoformat(line["declared_on"]).weekday() < 5 for line in lines)


def test_heller_tools_supplies_only_whom_the_reports_name(lines: list[dict[str, str]]) -> None:
    assert {line["importer_name"] for line in lines if line["exporter_name"] == "Heller Tools"} == {
        "Treydtuls",
        "Tireks",
    }


def test_shares_add_up_and_round_the_largest_remainders_up() -> None:
    assert shares(10, [1, 1, 1]) == [4, 3, 3]
    assert shares(7, [5, 3, 2]) == [4, 2, 1]
    assert sum(shares(1_220_000_000, [3, 6, 5, 4] * 7)) == 1_220_000_000
