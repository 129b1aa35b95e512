"""Cells keep both sides, add no levels, and tell a zero from a month that nobody reported."""

from datetime import date

import pytest
from flow_rows import FlowRows

from entrepot.flows.cell_columns import Choice, cells_of, totals_by_month
from entrepot.flows.corridor_cells import CellKey, prepare_cells, rows_behind
from entrepot.flows.coverage import coverage_of
from entrepot.flows.months import month_index
from entrepot.settings import Study
from entrepot.store.engine import DuckEngine, Engine

ICS = "854231"  # on the list, in every edition
PLAIN = "853120"  # chapter 85, on no list of high priority, without links over editions


def both_sides() -> FlowRows:
    """Return Germany's and Kazakhstan's reports of one corridor: exports in euro, imports with insurance and freight."""
    rows = FlowRows()
    for month in ("2021-11", "2021-12", "2022-01", "2022-02"):
        rows.add("DE X KZ", PLAIN, month, 500.0)
    rows.add("DE X KZ", "85423110", "2021-11", 600.0, net_mass_kg=2.0)
    rows.add("DE X KZ", "85423190", "2021-11", 400.0, net_mass_kg=1.0)
    rows.add("DE X KZ", ICS, "2021-11", 1000.0)
    rows.add("DE X KZ", "8542", "2021-11", 99_999.0)
    rows.add("DE X KZ", ICS, "2022-01", 300.0)
    rows.add("KZ M DE", ICS, "2021-11", 530.0, snapshot="kz")
    rows.add("KZ M DE", ICS, "2021-12", 106.0, snapshot="kz")
    return rows.add("KZ M DE", PLAIN, "2022-02", 10.0, snapshot="kz")


def test_cells_columns_coverage_and_rows_come_out_of_both_engines(engine: Engine) -> None:
    cells = both_sides().add("RU M DE", ICS, "2021-11", 42.4, currency="USD", snapshot="ru").prepare(engine)

    cell = cells["EU", "KZ", ICS, "2021-11"]
    assert (cell["exporter_value"], cell["exporter_mass_kg"], cell["exporter_row_count"]) == (1000.0, 3.0, 2)
    assert (cell["exporter_level"], cell["exporter_state"]) == ("CN8", "reported")
    assert (cell["importer_value"], cell["importer_level"], cell["importer_state"]) == (530.0, "HS6", "reported")
    assert (cell["value"], cell["basis"], cell["currency_code"], cell["goods_role"]) == (
        1000.0,
        "exporter",
        "EUR",
        "listed",
    )

    columns = cells_of(engine, Choice(importers=("KZ",)))
    listed = totals_by_month(columns, columns.is_listed)
    assert listed == {
        month_index(date(2021, 11, 1)) + step: value for step, value in enumerate((1000.0, 0.0, 300.0, 0.0))
    }

    behind = rows_behind(engine, [CellKey("EU", "KZ", ICS, month_index(date(2021, 11, 1)))])
    assert [(row["flow_code"], row["value"], row["goods_code"]) for row in behind] == [
        ("M", 530.0, ICS),
        ("X", 600.0, "85423110"),
        ("X", 400.0, "85423190"),
    ]
    assert all(row["locator"].startswith("row ") and row["snapshot_id"] for row in behind)
    assert {(c.reporter_iso, c.flow_code) for c in coverage_of(engine)} == {("DE", "X"), ("KZ", "M"), ("RU", "M")}


def test_an_exporter_that_reports_other_goods_that_month_had_a_zero(duck: DuckEngine) -> None:
    cell = both_sides().prepare(duck)["EU", "KZ", ICS, "2021-12"]

    assert (cell["exporter_state"], cell["exporter_value"], cell["basis"], cell["value"]) == (
        "zero",
        0.0,
        "exporter",
        0.0,
    )
    assert (cell["importer_state"], cell["importer_value"]) == ("reported", 106.0)


def test_an_exporter_that_reports_nothing_is_mirrored_without_insurance_and_freight(duck: DuckEngine) -> None:
    rows = FlowRows().add("KZ M UZ", ICS, "2022-03", 106.0).add("UZ X KZ", PLAIN, "2022-02", 5.0, snapshot="uz")
    rows.add("UZ X KZ", ICS, "2022-02", 5.0, snapshot="uz")

    cell = rows.prepare(duck)["UZ", "KZ", ICS, "2022-03"]

    assert (cell["exporter_state"], cell["exporter_value"], cell["basis"]) == ("unreported", None, "mirror")
    assert cell["value"] == 100.0
    assert cell["importer_value"] == 106.0  # as published


def test_an_importer_that_values_free_on_board_is_mirrored_as_it_is(duck: DuckEngine) -> None:
    rows = FlowRows().add("US M UZ", ICS, "2022-03", 80.0, currency="USD", valuation="FOB")

    assert rows.prepare(duck)["UZ", "US", ICS, "2022-03"]["value"] == 80.0


def test_an_importer_that_gives_both_valuations_is_counted_once(duck: DuckEngine) -> None:
    rows = FlowRows().add("US M UZ", ICS, "2022-03", 80.0, currency="USD", valuation="FOB")
    rows.add("US M UZ", ICS, "2022-03", 106.0, currency="USD", valuation="CIF")

    cell = rows.prepare(duck)["UZ", "US", ICS, "2022-03"]

    assert (cell["importer_value"], cell["value"], cell["importer_row_count"]) == (106.0, 100.0, 1)


def test_what_a_file_does_not_cover_is_no_zero(duck: DuckEngine) -> None:
    # The exporter's file is an extract of other goods, or of other partners: it says nothing of this corridor.
    rows = FlowRows().add("DE X KZ", PLAIN, "2022-03", 1.0).add("DE X GE", ICS, "2022-03", 1.0, snapshot="other")
    rows.add("AM M DE", ICS, "2022-03", 53.0, snapshot="am")

    cells = rows.prepare(duck)

    assert cells["EU", "AM", ICS, "2022-03"]["exporter_state"] == "unreported"
    assert cells["EU", "AM", ICS, "2022-03"]["value"] == 50.0


def test_rows_without_a_value_are_confidential_and_never_zero(duck: DuckEngine) -> None:
    rows = FlowRows().add("DE X KZ", ICS, "2022-03", None, net_mass_kg=12.0).add("DE X KZ", ICS, "2022-04", 10.0)

    cells = rows.prepare(duck)
    columns = cells_of(duck)

    assert cells["EU", "KZ", ICS, "2022-03"]["exporter_state"] == "confidential"
    assert cells["EU", "KZ", ICS, "2022-03"]["basis"] == "none"
    assert columns.month.tolist() == [month_index(date(2022, 4, 1))]  # a withheld month is a gap


def test_four_digit_and_eight_digit_rows_are_never_added(duck: DuckEngine) -> None:
    cells = both_sides().prepare(duck)

    assert {level for row in cells.values() for level in (row["exporter_level"], row["importer_level"]) if level} == {
        "HS6",
        "CN8",
    }
    assert max(row["exporter_value"] or 0.0 for row in cells.values()) == 1000.0


@pytest.mark.parametrize(
    ("way", "values"),
    [
        ("DE RX KZ", {}),  # re-exports stand in exports already
        ("DE X WORLD", {}),  # the total of all partners
        ("DE X KZ", {"frequency": "A"}),
        ("DE X KZ", {"valuation": "reconciled"}),
        ("DE RECONCILED KZ", {}),
        ("DE X FR", {}),  # within the Union
    ],
)
def test_figures_of_another_kind_do_not_enter(duck: DuckEngine, way: str, values: dict[str, str]) -> None:
    rows = FlowRows().add("DE X KZ", ICS, "2022-03", 10.0).add(way, ICS, "2022-04", 7.0, **values)

    assert list(rows.prepare(duck)) == [("EU", "KZ", ICS, "2022-03")]


def test_a_published_total_of_the_union_replaces_its_members(duck: DuckEngine) -> None:
    rows = FlowRows().add("DE X KZ", ICS, "2022-03", 10.0).add("EU X KZ", ICS, "2022-03", 25.0)
    rows.add("KZ M DE", ICS, "2022-03", 10.6).add("KZ M EU", ICS, "2022-03", 26.5)

    cell = rows.prepare(duck)["EU", "KZ", ICS, "2022-03"]

    assert (cell["exporter_value"], cell["importer_value"]) == (25.0, 26.5)


def test_one_figure_in_two_files_counts_once(duck: DuckEngine) -> None:
    rows = FlowRows().add("DE X KZ", ICS, "2022-03", 10.0).add("DE X KZ", ICS, "2022-03", 10.0, snapshot="again")

    assert rows.prepare(duck)["EU", "KZ", ICS, "2022-03"]["exporter_value"] == 10.0


def test_the_currency_of_most_figures_is_kept_and_the_other_converted_by_the_month(duck: DuckEngine) -> None:
    rows = FlowRows().add("DE X KZ", ICS, "2022-03", 100.0).add("DE X GE", ICS, "2022-03", 100.0)
    rows.add("US X KZ", ICS, "2022-03", 110.18, currency="USD")

    cell = rows.prepare(duck)["US", "KZ", ICS, "2022-03"]

    assert (cell["currency_code"], cell["converted_row_count"]) == ("EUR", 1)
    assert cell["value"] == pytest.approx(100.0, abs=0.2)  # ECB, mean of March 2022: 1.1019


def test_goods_are_told_apart_by_their_place_to_the_list(duck: DuckEngine) -> None:
    rows = FlowRows()
    for code in (ICS, PLAIN, "852589", "852580", "880240", "880220", "220421"):
        rows.add("DE X KZ", code, "2022-03", 1.0)

    cells = rows.prepare(duck)
    roles = {group: row["goods_role"] for (_, _, group, _), row in cells.items()}

    assert roles == {ICS: "listed", PLAIN: "placebo", "852580": "listed", "220421": "other"}
    assert cells["EU", "KZ", "852580", "2022-03"]["is_rescoped"]
    assert cells["EU", "KZ", "852580", "2022-03"]["exporter_value"] == 4.0  # with predecessors and siblings


def test_months_after_the_day_of_knowledge_do_not_enter(duck: DuckEngine) -> None:
    rows = FlowRows().add("DE X KZ", ICS, "2022-03", 1.0).add("DE X KZ", ICS, "2022-04", 1.0)

    assert len(rows.prepare(duck, Study(as_of_on=date(2022, 3, 31)))) == 1


def test_no_statistics_make_no_cells(duck: DuckEngine) -> None:
    FlowRows().register(duck)

    assert prepare_cells(duck, Study()) == 0
    assert len(cells_of(duck)) == 0
    assert coverage_of(duck) == []


def test_a_cell_is_as_weak_as_its_weakest_row(duck: DuckEngine) -> None:
    rows = FlowRows().add("DE X KZ", ICS, "2022-03", 5.0, provenance="observed")
    rows.add("FR X KZ", ICS, "2022-03", 5.0, provenance="reported")
    rows.add("DE X KZ", ICS, "2022-04", 5.0, provenance="reported")
    rows.add("FR X KZ", ICS, "2022-04", 5.0, provenance="reconstructed")

    cells = rows.prepare(duck)

    assert [cells["EU", "KZ", ICS, f"2022-{month}"]["provenance"] for month in ("03", "04")] == [
        "reported",
        "reconstructed",
    ]


def test_goods_that_no_file_of_the_exporter_holds_are_no_zero(duck: DuckEngine) -> None:
    rows = FlowRows().add("DE X KZ", PLAIN, "2022-03", 1.0).add("KZ M DE", ICS, "2022-03", 53.0, snapshot="kz")

    cell = rows.prepare(duck)["EU", "KZ", ICS, "2022-03"]

    assert (cell["exporter_state"], cell["value"], cell["basis"]) == ("unreported", 50.0, "mirror")


def test_goods_linked_with_others_over_editions_are_siblings_where_they_are_not_listed(duck: DuckEngine) -> None:
    rows = FlowRows().add("DE X KZ", ICS, "2022-03", 1.0).add("DE X KZ", "852581", "2022-03", 1.0)

    cells = rows.prepare(duck, Study(controls_list="fincen_l9"))

    assert {group: row["goods_role"] for (_, _, group, _), row in cells.items()} == {ICS: "listed", "852580": "sibling"}
