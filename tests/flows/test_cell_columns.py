"""Columns of cells: zeros where they are known, gaps where nobody reported, goods by their place to the list."""

from flow_rows import FlowRows

from entrepot.flows.cell_columns import Choice, cells_of, totals_by_month
from entrepot.store.engine import DuckEngine

ICS = "854231"  # on the list, in every edition
PLAIN = "853120"  # chapter 85, on no list of high priority, without links over editions


def test_a_code_that_begins_with_an_edition_is_cut_and_left_out(duck: DuckEngine) -> None:
    rows = FlowRows().add("DE X KZ", ICS, "2021-12", 1.0).add("DE X KZ", ICS, "2022-03", 1.0)
    rows.add("DE X KZ", "854151", "2022-03", 5.0).add("DE X KZ", "901380", "2021-12", 3.0)

    cells = rows.prepare(duck)

    assert {group for (_, _, group, _), row in cells.items() if row["is_cut"]} == {"854150", "901380"}
    assert cells_of(duck).group_names == (ICS,)
    assert len(cells_of(duck, Choice(with_rescoped=True)).group_names) == 3


def test_the_day_of_listing_counts_where_it_is_asked_for(duck: DuckEngine) -> None:
    rows = FlowRows().add("DE X KZ", ICS, "2022-03", 1.0).add("DE X KZ", ICS, "2023-06", 1.0)
    rows.prepare(duck)

    assert cells_of(duck).is_listed.tolist() == [True, True]
    assert cells_of(duck, Choice(is_dated=True)).is_listed.tolist() == [False, True]


def test_goods_of_another_list_are_no_controls_where_that_is_asked(duck: DuckEngine) -> None:
    sanctioned = "847130"  # laptops: under EU export restrictions, not on the priority list
    rows = FlowRows().add("DE X KZ", sanctioned, "2022-03", 1.0).add("DE X KZ", "850110", "2022-03", 1.0)
    cells = rows.prepare(duck)

    assert cells["EU", "KZ", sanctioned, "2022-03"]["is_on_other_list"]
    assert sanctioned in cells_of(duck).group_names
    assert sanctioned not in cells_of(duck, Choice(with_other_lists=False)).group_names


def test_a_correction_below_zero_is_a_gap_in_the_columns(duck: DuckEngine) -> None:
    rows = FlowRows().add("DE X KZ", ICS, "2022-03", -5.0).add("DE X KZ", ICS, "2022-04", 1.0)
    cells = rows.prepare(duck)

    assert cells["EU", "KZ", ICS, "2022-03"]["value"] == -5.0
    assert cells_of(duck).value.tolist() == [1.0]


def test_a_month_in_which_neither_side_reports_is_a_gap_and_not_a_zero(duck: DuckEngine) -> None:
    rows = FlowRows().add("US X UZ", ICS, "2022-01", 1.0).add("US X UZ", ICS, "2022-03", 3.0)
    rows.add("JP X UZ", ICS, "2022-02", 2.0, snapshot="jp").prepare(duck)

    columns = cells_of(duck, Choice(exporters=("US",)))

    assert totals_by_month(columns, columns.is_listed) == {2022 * 12: 1.0, 2022 * 12 + 2: 3.0}


def test_where_the_exporter_is_silent_the_importer_says_whether_it_was_zero(duck: DuckEngine) -> None:
    rows = FlowRows().add("KZ M UZ", ICS, "2022-01", 106.0).add("KZ M UZ", PLAIN, "2022-02", 106.0)
    rows.add("UZ M KZ", ICS, "2022-03", 1.0, snapshot="uz").prepare(duck)

    columns = cells_of(duck, Choice(exporters=("UZ",)))

    assert totals_by_month(columns, columns.is_listed) == {2022 * 12: 100.0, 2022 * 12 + 1: 0.0}
