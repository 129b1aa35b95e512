"""Goods lines kept in the order of their codes: made once after a run, gone with it, and never where it cannot be."""

from pathlib import Path

import pytest
from filelock import FileLock

from entrepot.case.config import read_config, write_config
from entrepot.case.results import open_results
from entrepot.case.run import run_case
from entrepot.case.sorted_lines import sort_lines
from entrepot.trace.lines import SORTED
from small_case import make_case


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    make_case(folder)
    run_case(folder)
    return folder


def test_lines_are_sorted_once_after_a_run(case: Path) -> None:
    said: list[str] = []
    with open_results(case) as results:
        assert sort_lines(results, fewest=1, on_start=lambda: said.append("sorting"))
        kept = results.engine.read(SORTED)
        lines = results.engine.read("linked__declaration")
    with open_results(case) as results:
        assert sort_lines(results, fewest=1, on_start=lambda: said.append("again"))
        assert results.engine.read(SORTED).equals(kept)

    assert said == ["sorting"]
    assert kept.num_rows == lines.num_rows > 0
    assert not list((case / ".entrepot" / "tables").glob("*.partial"))


def test_a_new_run_takes_the_sorted_lines_away(case: Path) -> None:
    with open_results(case) as results:
        sort_lines(results, fewest=1)
    config = read_config(case)
    write_config(case, config.model_copy(update={"study": config.study.model_copy(update={"destination_iso": "BY"})}))
    run_case(case)

    with open_results(case) as results:
        assert SORTED not in results.engine.tables()


def test_few_lines_are_left_as_they_lie(case: Path) -> None:
    with open_results(case) as results:
        assert not sort_lines(results)
        assert SORTED not in results.engine.tables()


def test_nothing_is_sorted_while_a_run_is_at_work(case: Path) -> None:
    with open_results(case) as results, FileLock(case / ".entrepot" / "run.lock"):
        assert not sort_lines(results, fewest=1)


def test_lines_of_another_run_than_the_one_opened_are_not_sorted(case: Path) -> None:
    with open_results(case) as results:
        config = read_config(case)
        write_config(case, config.model_copy(update={"title": "Another title"}))
        run_case(case)

        assert not sort_lines(results, fewest=1)
