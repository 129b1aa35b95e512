"""Corridors from cells: gaps stay gaps, mirrored months say so, the destination first, large cases stay small."""

from datetime import date
from pathlib import Path

import pytest

from entrepot.report.flow_corridors import MOST_PARTNERS, flow_blocks
from entrepot.report.flow_goods import goods_table, listing_days
from entrepot.report.flow_model import FlowBlock
from entrepot.store.engine import Engine

from .flow_cases import BEARINGS, CHIPS, LEVELS, MONTHS, SILENT, flow, flow_rows, results_of_flows


@pytest.fixture
def block(tmp_path: Path) -> FlowBlock:
    return flow_blocks(results_of_flows(tmp_path, flow_rows()))[0]


def test_blocks_and_goods_come_out_of_both_engines(engine: Engine, tmp_path: Path) -> None:
    results = results_of_flows(tmp_path, flow_rows(), engine)
    (block,) = flow_blocks(results)

    assert (block.exporter_iso, block.exporter_name, block.currency) == ("EU", "European Union", "EUR")
    assert [corridor.importer_iso for corridor in block.corridors] == ["RU", "KZ", "KG", "TJ", "BY"]
    assert block.guarded == {
        "854150": "changed in scope with HS2022",
        "901380": "no figures under one of the HS editions",
    }
    assert len(block.rows) == len(flow_rows())
    assert all(row["locator"].startswith("row ") and row["snapshot_id"] for row in block.rows)
    assert {row.tier for row in goods_table(results, block).rows} == {"1", "3.A", "3.B"}
    assert [str(day) for day, _ in listing_days(results)] == ["2023-05-19", "2023-09-14", "2024-02-23"]


def test_a_month_that_nobody_reported_is_a_gap_and_not_zero(block: FlowBlock) -> None:
    months = {c.importer_iso: {m.month_on: m for m in c.months} for c in block.corridors}

    assert (months["RU"][SILENT].value, months["RU"][SILENT].basis) == (None, "none")
    assert [len(by_month) for by_month in months.values()] == [len(MONTHS)] * len(LEVELS)
    assert sum(m.value is None for by_month in months.values() for m in by_month.values()) == len(LEVELS) - 1


def test_a_mirrored_month_is_the_importers_figure_without_freight(block: FlowBlock) -> None:
    silent = next(m for c in block.corridors if c.importer_iso == "KZ" for m in c.months if m.month_on == SILENT)

    assert (silent.basis, silent.value, silent.mirror_value) == ("mirror", 200_000.0, 200_000.0)


def test_guarded_codes_stand_in_the_table_and_in_no_sum(tmp_path: Path) -> None:
    results = results_of_flows(tmp_path, flow_rows())
    (block,) = flow_blocks(results)
    table = goods_table(results, block)

    guarded, cut = table.guarded
    assert (guarded.group_id, guarded.direct.found, guarded.tier) == ("854150", None, "3.A")
    assert (cut.group_id, cut.others.found, cut.tier) == ("901380", None, "3.B")
    assert "854151" in guarded.codes
    assert [row.codes for row in table.rows if row.tier == "3.A" and not row.codes] == []
    chips = next(row for row in table.rows if row.codes == (CHIPS,))
    whole = next(row for row in table.rows if row.tier == "1" and not row.codes)
    assert chips.direct == whole.direct
    assert chips.direct.found is not None
    assert chips.direct.found.ratio == pytest.approx(0.01, rel=0.05)
    assert not {CHIPS, BEARINGS} & set(table.absent)
    assert "903082" in table.absent


def test_a_sum_over_partners_leaves_out_months_that_few_of_them_report(tmp_path: Path) -> None:
    results = results_of_flows(tmp_path, flow_rows())
    (block,) = flow_blocks(results)
    chips = next(row for row in goods_table(results, block).rows if row.codes == (CHIPS,))

    # May 2021 is known of Kazakhstan alone, by its own imports: it would pull the baseline's mean down.
    assert chips.others.found is not None
    assert chips.direct.found is not None
    assert chips.others.found.baseline_count == chips.direct.found.baseline_count == 20
    assert chips.others.found.baseline_mean == pytest.approx(0.6 * (400_000 + 20_000 + 800_000 + 500), rel=0.01)


def test_goods_whose_figures_begin_too_late_are_not_compared(tmp_path: Path) -> None:
    late = [row for row in flow_rows() if row["period_on"] >= date(2020, 9, 1) and row["partner_iso"] == "RU"]
    results = results_of_flows(tmp_path, late)
    (block,) = flow_blocks(results)

    assert {row.direct.why_not for row in goods_table(results, block).rows if not row.guard} == {
        "the figures do not reach the baseline"
    }


def test_small_bases_are_flagged(block: FlowBlock) -> None:
    flagged = {c.importer_iso for c in block.corridors if c.comparison is not None and c.comparison.is_small_base}

    assert flagged == {"TJ"}


def test_many_partners_are_drawn_up_to_a_limit_and_the_others_added_up(tmp_path: Path) -> None:
    more = "AE AF AR AZ BD BR CL CN CO EG GE ID IL IN IQ MA MD MN MX MY".split()  # noqa: SIM905 (a list is five lines)
    rows = flow_rows()
    for place, partner in enumerate(more):
        rows += [flow(f"DE X {partner}", CHIPS, m, 5_000.0 + place * (m.year == 2022), len(rows) + 2) for m in MONTHS]
    (block,) = flow_blocks(results_of_flows(tmp_path, rows))

    assert len(block.partners) == MOST_PARTNERS
    assert block.others.count == len(more) + len(LEVELS) - 1 - MOST_PARTNERS
    assert "BY" in {corridor.importer_iso for corridor in block.partners}, "the largest fall stays in the picture"
    assert block.others.gained > 0


def test_members_of_the_coalition_are_no_partners_and_others_no_exporters(tmp_path: Path) -> None:
    rows = flow_rows()
    rows += [flow("DE X US", CHIPS, month, 1e9, len(rows) + 2) for month in MONTHS]
    rows += [flow("CN X RU", CHIPS, month, 1e9, len(rows) + 2) for month in MONTHS]
    (block,) = flow_blocks(results_of_flows(tmp_path, rows))

    assert {corridor.importer_iso for corridor in block.corridors} == set(LEVELS)


def test_a_case_without_monthly_statistics_has_no_blocks(tmp_path: Path) -> None:
    assert flow_blocks(results_of_flows(tmp_path, [])) == ()
