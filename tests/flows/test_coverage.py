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


def test_russia_after_its_last_month_is_mirrored_in_both_directions_and_both_sides_are_kept(duck: DuckEngine) -> None:
    """UN Comtrade holds no monthly figures of Russia after January 2022; every figure here is invented."""
    rows = FlowRows()
    for month in ("2021-12", "2022-01", "2022-02", "2022-03", "2022-10"):
        rows.add("KZ X RU", ICS, month, 100.0).add("KZ M RU", ICS, month, 21.2).add("KZ X UZ", PLAIN, month, 5.0)
    for month in ("2021-12", "2022-01"):
        rows.add("RU M KZ", ICS, month, 132.5, snapshot="ru").add("RU X KZ", ICS, month, 19.0, snapshot="ru")
        rows.add("RU X IR", ICS, month, 7.0, snapshot="ru")
    cells = rows.prepare(duck)
    stopped = {c.flow_code: c.stopped_month for c in coverage_of(duck) if c.reporter_iso == "RU"}
    before, to_russia, from_russia = (
        cells[key] for key in (("KZ", "RU", ICS, "2022-01"), ("KZ", "RU", ICS, "2022-03"), ("RU", "KZ", ICS, "2022-03"))
    )

    assert (before["exporter_value"], before["importer_value"], before["importer_value_fob"]) == (100.0, 132.5, 125.0)
    assert (before["value"], before["basis"]) == (100.0, "exporter")
    assert stopped == {"X": month_index(date(2022, 2, 1)), "M": month_index(date(2022, 2, 1))}
    assert (to_russia["importer_state"], to_russia["importer_value"]) == ("unreported", None)
    assert (to_russia["value"], to_russia["basis"]) == (100.0, "exporter")
    assert (from_russia["exporter_state"], from_russia["exporter_value"]) == ("unreported", None)
    assert (from_russia["value"], from_russia["basis"], from_russia["importer_value"]) == (20.0, "mirror", 21.2)
    assert ("RU", "IR", ICS, "2022-01") in cells
    assert ("RU", "IR", ICS, "2022-03") not in cells  # nobody reports it: a gap, not a zero
    assert cells["KZ", "UZ", PLAIN, "2022-03"]["importer_state"] == "unreported"
