"""Real Comext: direct EU exports of priority goods to Russia fell, and rose to five neighbours; what that can be held against."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from entrepot.codes.tables import reference_tables
from entrepot.evidence.locator import read_places
from entrepot.flows.breaks import Break, break_of
from entrepot.flows.cell_columns import Choice, cells_of, totals_by_month
from entrepot.flows.cells import Cells
from entrepot.flows.corridor_cells import CellKey, prepare_cells, rows_behind
from entrepot.flows.months import month_start
from entrepot.flows.period_comparison import Comparison, Windows, compare, log_did, study_windows
from entrepot.settings import Study
from entrepot.store.engine import DuckEngine, Row, rows_of
from entrepot.store.sql import Statement
from parsed import parsed

pytestmark = pytest.mark.slow

GOODS = "trade/eurostat_comext_eu27_exports_cn8_sanctioned_2020-01_2022-11.csv.gz"
TOTALS = "trade/eurostat_monthly_totals_eu27_vs_cis_2019_2024.csv"
LAST = 2022 * 12 + 10  # November 2022
MEAN_MONTH = study_windows(Study(), LAST)["mean_month"]


@dataclass(frozen=True)
class Comext:
    """Cells of the extract, and monthly exports of all goods from the totals, by partner."""

    engine: DuckEngine
    cells: Cells
    path: Path
    all_goods: dict[str, dict[int, float]]

    def listed(self, partner: str) -> dict[int, float]:
        """Return exports of the listed goods by month."""
        return totals_by_month(self.cells, self.cells.importers((partner,)) & self.cells.is_listed)

    def unlisted(self, partner: str) -> dict[int, float]:
        """Return exports of the other goods of the same chapters by month: in this extract all under EU sanctions."""
        return totals_by_month(self.cells, self.cells.importers((partner,)) & ~self.cells.is_listed)

    def unsanctioned(self, partner: str) -> dict[int, float]:
        """Return exports of all goods less those of the extract by month."""
        query = Statement(
            "test",
            "SELECT month_index, SUM(value) AS value FROM flows__cell WHERE importer_iso = $partner GROUP BY month_index",
        )
        sanctioned = {row["month_index"]: row["value"] for row in rows_of(self.engine.run(query, {"partner": partner}))}
        whole = self.all_goods[partner]
        return {month: whole[month] - value for month, value in sanctioned.items()}


@pytest.fixture(scope="module")
def comext(shared_data: Path) -> Iterator[Comext]:
    engine = DuckEngine()
    path = shared_data / GOODS
    engine.register("linked__trade_flow", parsed(path, "comext_cn8").results()["core__trade_flow"])
    for name, rows in reference_tables().items():
        engine.register(name, rows)
    prepare_cells(engine, Study())
    all_goods: dict[str, dict[int, float]] = {}
    for row in parsed(shared_data / TOTALS, "comext_totals").results()["core__trade_flow"].to_pylist():
        if row["flow_code"] == "X" and row["reporter_iso"] != "GB":
            months = all_goods.setdefault(row["partner_iso"], {})
            month = row["period_on"].year * 12 + row["period_on"].month - 1
            months[month] = months.get(month, 0.0) + row["value_eur"]
    yield Comext(engine, cells_of(engine), path, all_goods)
    engine.close()


def risen(series: dict[int, float]) -> Comparison:
    """Return a series since the cut-off against the mean month of January 2020 to September 2021."""
    found = compare(series, MEAN_MONTH)
    assert found is not None
    return found


def broken(series: dict[int, float]) -> Break:
    """Return the break of a series."""
    found = break_of(list(series), list(series.values()))
    assert isinstance(found, Break)
    return found


def text(month: int) -> str:
    """Return a month index as `2022-03`."""
    return f"{month_start(month):%Y-%m}"


def month_of(text: str) -> int:
    """Return the month index of `2022-03`."""
    return int(text[:4]) * 12 + int(text[5:]) - 1


def ask(comext: Comext, text: str) -> list[Row]:
    return rows_of(comext.engine.run(Statement("test", text)))


def test_direct_exports_to_russia_all_but_ended(comext: Comext) -> None:
    russia = risen(comext.listed("RU"))
    since = broken(comext.listed("RU"))

    assert russia.ratio == pytest.approx(0.028, abs=0.001)
    assert russia.high is not None
    assert russia.high < 0.04
    assert not russia.is_small_base
    assert text(since.month) == "2022-03"
    assert since.ratio is not None
    assert since.ratio < 0.1


@pytest.mark.parametrize(
    ("partner", "ratio", "month", "span"),
    [
        ("KG", 4.91, "2022-06", ("2022-05", "2022-06")),
        ("AM", 3.46, "2022-03", ("2022-03", "2022-04")),
        ("KZ", 2.62, "2022-05", ("2022-04", "2022-06")),
        ("GE", 2.29, "2021-09", ("2021-07", "2022-01")),  # the step lies before the cut-off
    ],
)
def test_exports_to_neighbours_rose_since_a_month_with_an_interval(
    comext: Comext, partner: str, ratio: float, month: str, span: tuple[str, str]
) -> None:
    level, since = risen(comext.listed(partner)), broken(comext.listed(partner))

    assert level.ratio == pytest.approx(ratio, abs=0.01)
    assert level.low is not None
    assert level.low > 1
    assert not level.is_small_base
    assert since.p_value < 0.01
    assert text(since.month) == month
    assert abs(since.low - month_of(span[0])) <= 1  # the ends are draws: a month either way
    assert abs(since.high - month_of(span[1])) <= 1


def test_the_rise_to_uzbekistan_is_within_what_months_differ_by(comext: Comext) -> None:
    level, since = risen(comext.listed("UZ")), broken(comext.listed("UZ"))

    assert level.ratio == pytest.approx(1.41, abs=0.01)
    assert level.low is not None
    assert level.low < 1
    assert since.p_value > 0.05
    matched = compare(comext.listed("UZ"), study_windows(Study(), LAST)["matched_months"])
    assert matched is not None
    assert matched.low is not None
    assert matched.low > 1  # against the same calendar months it does stand out: the baseline decides


@pytest.mark.parametrize("partner", ["KG", "AM", "KZ", "GE"])
def test_goods_without_sanctions_rose_less(comext: Comext, partner: str) -> None:
    listed, placebo = risen(comext.listed(partner)), risen(comext.unsanctioned(partner))
    did = log_did(comext.listed(partner), comext.unsanctioned(partner), MEAN_MONTH)

    assert listed.ratio is not None
    assert placebo.ratio is not None
    assert listed.ratio > placebo.ratio
    assert did is not None
    assert did.value > 0


def test_unlisted_goods_of_the_extract_are_themselves_sanctioned_and_rose_as_well(comext: Comext) -> None:
    # The extract holds codes under EU export restrictions alone: its unlisted goods are no placebo, and the panel says so.
    free = cells_of(comext.engine, Choice(roles=("placebo",), with_other_lists=False))
    assert free.value.sum() < 0.01 * comext.cells.value[~comext.cells.is_listed].sum()
    for partner in ("KG", "AM"):
        assert (risen(comext.unlisted(partner)).ratio or 0) > (risen(comext.listed(partner)).ratio or 0)


def test_levels_are_not_added_and_nothing_is_counted_twice(comext: Comext) -> None:
    (added,) = ask(comext, "SELECT CAST(SUM(exporter_value) AS BIGINT) AS value FROM flows__cell")
    (eight,) = ask(
        comext, "SELECT CAST(SUM(value_eur) AS BIGINT) AS value FROM linked__trade_flow WHERE goods_level = 'CN8'"
    )
    (both,) = ask(comext, "SELECT CAST(SUM(value_eur) AS BIGINT) AS value FROM linked__trade_flow")

    assert added["value"] == eight["value"]
    assert both["value"] > 1.05 * eight["value"]
    assert ask(comext, "SELECT DISTINCT exporter_level FROM flows__cell") == [{"exporter_level": "CN8"}]


def test_the_six_codes_new_in_2022_are_guarded(comext: Comext) -> None:
    new = {"854800", "852589", "854149", "880730", "854151", "854159"}
    groups = ask(comext, "SELECT hs6, group_id FROM codes__hs_group WHERE is_new_2022")
    guarded = {row["hs6"]: row["group_id"] for row in groups if row["hs6"] in new}
    marked = {
        row["group_id"]
        for row in ask(comext, "SELECT DISTINCT group_id FROM flows__cell WHERE is_rescoped AND goods_role = 'listed'")
    }

    assert set(guarded) == new
    assert marked == {"852580", "854150", "880330"}  # those of the six groups of which the extract holds codes
    assert not marked & set(comext.cells.group_names)
    assert not set(guarded.values()) & set(comext.cells.group_names)


def test_a_code_that_ends_with_the_edition_is_not_read_as_a_fall(comext: Comext) -> None:
    # 9013 80 90 has no figure after December 2021, because its number changed: the trade did not end.
    assert ask(comext, "SELECT DISTINCT is_cut, is_rescoped FROM flows__cell WHERE group_id = '901380'") == [
        {"is_cut": True, "is_rescoped": False}
    ]
    assert "901380" not in comext.cells.group_names


def test_a_cell_leads_to_its_rows_in_the_file(comext: Comext) -> None:
    key = CellKey("EU", "KG", "854231", 2022 * 12 + 5)
    rows = rows_behind(comext.engine, [key])
    cells = comext.cells
    here = cells.importers(("KG",)) & (cells.month == key.month_index)
    value = cells.value[here & (cells.group == cells.group_names.index(key.group_id))]

    places = read_places(comext.path, [row["locator"] for row in rows])

    assert np.isclose(sum(row["value"] for row in rows), value[0])
    for row in rows:
        assert float(dict(places[row["locator"]].cells)["value_eur"]) == row["value"]


def test_chips_to_armenia_rose_by_another_figure_than_the_one_published_without_its_codes(comext: Comext) -> None:
    cells = comext.cells
    chips = np.array([name.startswith("8542") for name in cells.group_names])[cells.group]
    series = totals_by_month(cells, cells.importers(("AM",)) & chips)

    found = compare(series, Windows((2021 * 12, 2021 * 12 + 10), (2022 * 12, 2022 * 12 + 10)))

    assert found is not None
    assert found.baseline_mean * 11 == pytest.approx(0.35e6, rel=0.1)
    assert found.ratio == pytest.approx(12.5, abs=1)  # and not 3.12, target V12
