"""Who reports which months: gaps, latecomers, and reporters that publish no more."""

from datetime import date

from flow_rows import FlowRows

from entrepot.flows.coverage import coverage_of
from entrepot.flows.months import month_index
from entrepot.store.engine import DuckEngine

ICS = "854231"  # on the list, in every edition
PLAIN = "853120"  # chapter 85, on no list of high priority, without links over editions


def test_a_reporter_that_stopped_is_mirrored_by_its_partner(duck: DuckEngine) -> None:
    rows = FlowRows()
    for step, month in enumerate(("2021-11", "2021-12", "2022-01", "2022-05", "2022-09")):
        rows.add("KZ X RU", ICS, month, 100.0 + step)
        rows.add("KZ M RU", ICS, month, 53.0 if month == "2022-05" else 10.6)
    for month in ("2021-11", "2022-01"):
        rows.add("RU X KZ", ICS, month, 20.0, snapshot="ru")
    cells = rows.prepare(duck)
    (russia,) = [c for c in coverage_of(duck) if (c.reporter_iso, c.flow_code) == ("RU", "X")]

    assert russia.gaps == (month_index(date(2021, 12, 1)),)
    assert russia.stopped_month == month_index(date(2022, 2, 1))
    assert cells["RU", "KZ", ICS, "2022-05"]["exporter_state"] == "unreported"
    assert (cells["RU", "KZ", ICS, "2022-05"]["basis"], cells["RU", "KZ", ICS, "2022-05"]["value"]) == ("mirror", 50.0)
    assert cells["RU", "KZ", ICS, "2021-11"]["basis"] == "exporter"


def test_a_reporter_that_is_merely_late_has_not_stopped(duck: DuckEngine) -> None:
    rows = FlowRows().add("KZ X RU", ICS, "2022-06", 1.0).add("GE X RU", ICS, "2022-01", 1.0)
    rows.prepare(duck)

    assert all(c.stopped_month is None for c in coverage_of(duck) if c.reporter_iso == "GE")
