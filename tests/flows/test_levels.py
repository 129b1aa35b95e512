"""Monthly levels of corridors: averages over the months that a block's figures cover."""

from datetime import date

import pyarrow as pa
import pytest

from entrepot.codes.hs import edition_on
from entrepot.flows.levels import Level, corridor_rows, levels_of, spans_of
from entrepot.flows.months import month_index
from entrepot.settings import Study, Window
from entrepot.store.engine import Engine


def levels(engine: Engine, study: Study, months: dict[date, float]) -> list[Level]:
    """Return the levels of one corridor with a value in each of some months."""
    corridor = {"reporter_block": "EU", "partner_iso": "KZ", "currency_code": "EUR"}
    flags = {"is_partner_in_coalition": False, "is_rescoped": False, "group_id": "854231"}
    rows = [
        {**corridor, **flags, "month_index": month_index(on), "hs_edition": edition_on(on), "value": value}
        for on, value in months.items()
    ]
    engine.register("flows__coalition_export", pa.Table.from_pylist(rows))
    return levels_of(corridor_rows(engine, spans_of(study, 0)))


def test_without_stockpiling_both_baselines_are_the_same(engine: Engine) -> None:
    study = Study(stockpiling=None, baseline=Window(from_on=date(2021, 12, 1), to_on=date(2022, 1, 31)))
    (level,) = levels(engine, study, {date(2021, 12, 1): 10.0, date(2022, 1, 1): 30.0, date(2022, 3, 1): 60.0})
    assert (level.baseline_average, level.baseline_with_stockpiling, level.period_average) == (20.0, 20.0, 60.0)
    assert (level.ratio, level.ratio_with_stockpiling) == (3.0, 3.0)


def test_a_block_whose_figures_start_in_the_month_of_the_cut_off_has_no_baseline_that_runs_on_to_it(
    engine: Engine,
) -> None:
    # As the day placebo makes it: no stockpiling, and the baseline ends on the day before a cut-off within a month.
    cutoff_on = date(2021, 6, 15)
    study = Study(
        cutoff_on=cutoff_on, stockpiling=None, baseline=Window(from_on=date(2020, 6, 15), to_on=date(2021, 6, 14))
    )
    (level,) = levels(engine, study, {date(2021, 6, 1): 10.0, date(2021, 7, 1): 30.0})
    assert level.baseline_with_stockpiling is None
    assert level.ratio_with_stockpiling is None
    assert level.ratio == pytest.approx(3.0)
