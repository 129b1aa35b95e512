from datetime import date
from pathlib import Path

from entrepot.case.config import read_config, write_config
from entrepot.case.replay import month_ends, replay
from entrepot.case.results import open_results
from entrepot.case.run import run_case
from entrepot.settings import Study
from small_case import make_case


def test_days_are_month_ends_after_the_cut_off_and_before_the_last_day() -> None:
    study = Study(cutoff_on=date(2022, 2, 24))
    assert month_ends(study, date(2023, 3, 1), months=3) == [
        date(2022, 5, 31),
        date(2022, 8, 31),
        date(2022, 11, 30),
        date(2023, 2, 28),
    ]
    assert month_ends(study, date(2023, 2, 28), months=3)[-1] == date(2022, 11, 30)
    assert month_ends(study, date(2022, 3, 1), months=1) == []


def test_every_month_of_a_year_has_its_last_day() -> None:
    days = month_ends(Study(cutoff_on=date(2022, 11, 30)), date(2024, 1, 1), months=1)
    assert days[:3] == [date(2022, 12, 31), date(2023, 1, 31), date(2023, 2, 28)]
    assert days[-1] == date(2023, 12, 31)


def test_a_day_replayed_finds_what_a_run_as_of_that_day_finds(tmp_path: Path) -> None:
    whole, early = tmp_path / "whole", tmp_path / "early"
    for folder in (whole, early):
        make_case(folder)
    day = date(2022, 8, 31)
    config = read_config(early)
    write_config(early, config.model_copy(update={"study": config.study.model_copy(update={"as_of_on": day})}))
    run_case(whole)
    run_case(early)
    with open_results(early) as then, open_results(whole) as now:
        (replayed,) = replay(now, [day])
        assert replayed.as_of_on == day
        assert replayed.findings == then.findings
        assert replayed.ranking == then.ranking
        assert replayed.findings != now.findings
