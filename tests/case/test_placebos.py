"""Placebos: which goods, day and destination stand for the real ones, and that the indicators are asked of those."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from entrepot.case.placebos import exchange_goods, placebo_day, placebo_destination, placebo_goods, run_placebos
from entrepot.case.results import open_results
from entrepot.case.run import run_case
from entrepot.codes.tables import reference_tables
from entrepot.records.declaration import DECLARATION
from entrepot.records.linked import CONTROLLED_LINE
from entrepot.settings import Study
from entrepot.store.engine import Engine
from entrepot.store.tables import to_arrow
from small_case import make_case

_STUDY = Study()


def register(engine: Engine, *lines: Mapping[str, object]) -> None:
    usual = {"declared_on": date(2022, 1, 1), "direction": "import", "snapshot_id": "file", "provenance": "synthetic"}
    rows = [{**usual, "declaration_id": f"line {n}", "locator": f"row {n}", **line} for n, line in enumerate(lines)]
    engine.register("linked__declaration", to_arrow(DECLARATION.linked(), rows))
    for name, table in reference_tables().items():
        engine.register(name, table)


def test_goods_stand_for_listed_ones_of_their_chapter_by_number_of_lines(engine: Engine) -> None:
    codes = ["854231"] * 3 + ["854232"] * 2 + ["854239"] + ["850110"] * 2 + ["853650"] + ["901380"] + ["100119"] * 9
    register(engine, *({"hs6": code} for code in [*codes, None]))

    # 90 has no unlisted code, 10 no listed one; the third listed code of 85 shares the first unlisted one.
    assert placebo_goods(engine, "chpl") == {"854231": "850110", "854232": "853650", "854239": "850110"}


def test_goods_touched_by_an_edition_change_are_no_placebo(engine: Engine) -> None:
    touched = sorted(
        {row["hs6"] for row in reference_tables()["codes__hs_group"].to_pylist() if row["hs6"][:2] == "85"}
    )
    register(engine, {"hs6": "854231"}, *({"hs6": code} for code in touched if code != "854231"))

    assert placebo_goods(engine, "chpl") == {}


def test_day_lies_in_the_middle_of_what_stands_before_the_cut_off(engine: Engine) -> None:
    register(engine, {"declared_on": _STUDY.cutoff_on - timedelta(days=731)}, {"declared_on": date(2024, 1, 1)})

    earlier = placebo_day(engine, _STUDY)

    assert isinstance(earlier, Study)
    assert earlier.cutoff_on == _STUDY.cutoff_on - timedelta(days=366)
    assert earlier.as_of_on == _STUDY.cutoff_on - timedelta(days=1)
    assert (earlier.baseline.from_on, earlier.baseline.to_on) == (date(2020, 2, 24), date(2021, 2, 22))


@pytest.mark.parametrize("days", [[], [729]])
def test_day_needs_two_years_before_the_cut_off(engine: Engine, days: list[int]) -> None:
    register(engine, *({"declared_on": _STUDY.cutoff_on - timedelta(days=n)} for n in days))

    assert isinstance(placebo_day(engine, _STUDY), str)


def test_destination_neither_reports_nor_belongs_to_the_coalition(engine: Engine) -> None:
    places = ["RU"] * 4 + ["KZ"] * 3 + ["DE"] * 3 + ["BR"] * 2 + ["ZA"]
    lines = [{"destination_iso": place, "reporting_iso": "KZ"} for place in places]
    register(engine, *lines)
    listed = [
        {"declaration_id": f"line {n}", "hs_group_id": "g", "is_break": False, "is_listed_then": True}
        for n in range(len(lines))
    ]
    engine.register(CONTROLLED_LINE.name, to_arrow(CONTROLLED_LINE, listed))

    assert placebo_destination(engine, _STUDY) == "BR"


def test_lines_of_placebo_goods_are_marked_instead_of_listed_ones(engine: Engine) -> None:
    register(engine, {"hs6": "854231"}, {"hs6": "850110"}, {"hs6": "100119"})

    exchange_goods(engine, {"854231": "850110"}, "chpl")

    marked = engine.read(CONTROLLED_LINE.name).column("declaration_id").to_pylist()
    assert marked == ["line 1"]


def test_every_kind_is_asked_or_says_why_not(tmp_path: Path) -> None:
    case = tmp_path / "case"
    make_case(case)
    run_case(case)

    with open_results(case) as results:
        runs = {run.kind: run for run in run_placebos(results)}
        asked = set(results.manifest["indicators"])

    assert set(runs) == {"goods", "day", "destination"}
    assert all((run.reason is None) == (set(run.counts) == asked) for run in runs.values())
    assert all(run.reason or run.counts for run in runs.values())
