"""What the files of a case state more than once: every line is counted, put aside or superseded, whatever the order of files."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.case.parsing import Parsed
from entrepot.case.restatements import settle_restatements
from entrepot.sources.totals import Totals
from entrepot.store.engine import DuckEngine, Engine
from restated import Column, File, all_rows, counts, line, places, settle

TABLES = ("core__declaration", "core__quarantine", "core__superseded_declaration")
MARCH, APRIL = date(2023, 3, 31), date(2023, 4, 30)


def days(first: date, count: int) -> Iterator[date]:
    """Yield days one after the other."""
    return (first + timedelta(n) for n in range(count))


def test_two_monthly_dumps_that_share_a_week_are_reported_as_a_pair(engine: Engine) -> None:
    march = [line(f"{day}", 100.0, on=day) for day in days(date(2023, 3, 1), 31)]
    later = [line(f"{day}", 100.0, on=day) for day in days(date(2023, 3, 25), 30)]
    later[0] = {**later[0], "currency_code": None, "value_reported": None, "value_usd": 5.0}
    later[1] = {**later[1], "currency_code": "EUR"}

    restated = settle(engine, File("march", march), File("later", later))

    assert counts(restated) == {"march": (24, 7, 0), "later": (30, 0, 0)}
    [pair] = restated.overlaps
    assert pair.to_json() == {
        "counted_snapshot_id": "later",
        "counted_file": "later.csv",
        "snapshot_id": "march",
        "file": "march.csv",
        "line_count": 7,
        "value": {"USD": 700.0},
    }
    assert (restated.amendments, restated.warnings) == ((), ())


def test_values_are_summed_by_currency_and_a_misread_one_is_left_out(engine: Engine) -> None:
    lines = [
        line("1", 100.25),
        line("2", 50.5, currency_code="EUR"),
        line("3", 1.0, currency_code=None),
        line("4", 1e300),
        {**line("5", 0.0), "value_reported": None, "value_usd": 9.0},
    ]

    [pair] = settle(engine, File("a", lines), File("b", lines)).overlaps

    assert (pair.line_count, pair.value) == (5, {"EUR": 50.5, "USD": 109.25, "no currency": 1.0})


def test_a_case_of_one_file_without_versions_is_left_as_it_is(duck: DuckEngine) -> None:
    restated = settle(duck, File("a", [line("1", 1.0), line("1", 2.0)]))

    assert counts(restated) == {"a": (2, 0, 0)}
    assert not [name for name in duck.tables() if name.startswith("case__")]
    assert settle_restatements(duck, [], {}).parsed == []


def test_totals_of_an_import_are_moved_with_its_lines(duck: DuckEngine) -> None:
    old, new = File("a", [line("1", 10.0), line("2", 20.0), line("3", 30.0)], MARCH), File("b", [], APRIL)
    new.lines = [line("1", 10.0), line("2", 25.0)]
    settle(duck, old, new)  # loads the tables
    engine = DuckEngine()
    for table in TABLES:
        engine.register(table, duck.read("case__declaration_as_read" if table == TABLES[0] else table).slice(0))
    totals = Totals(3, 3, 0, 0, {"USD": 60.0}, {"USD": 60.0}, {})
    parsed = [old.parsed(), new.parsed()]
    parsed[0] = Parsed(**{**vars(parsed[0]), "totals": totals.to_json()})

    [moved, untouched] = settle_restatements(engine, parsed, {f.name: f.snapshot() for f in (old, new)}).parsed
    engine.close()

    assert untouched.totals is None
    assert moved.totals is not None
    assert {name: moved.totals[name] for name in ("read", "kept", "aside", "superseded")} == {
        "read": 3,
        "kept": 1,
        "aside": 1,
        "superseded": 1,
    }
    assert [moved.totals[f"value_{name}"] for name in ("read", "kept", "aside", "superseded")] == [
        {"USD": 60.0},
        {"USD": 30.0},
        {"USD": 10.0},
        {"USD": 20.0},
    ]


_VERSIONS = st.sampled_from([None, "1", "2", "10", "b"])
_DAYS = st.sampled_from([None, MARCH, APRIL])
_OFFICES = st.sampled_from([None, "10", "20"])


@st.composite
def _lines(draw: st.DrawFn) -> dict[str, Column]:
    number = draw(st.sampled_from([None, "1", "2", "3"]))
    usd = draw(st.sampled_from([1.0, 2.0, 3.0]))
    return line(number, usd, version=draw(_VERSIONS), customs_office=draw(_OFFICES))


@st.composite
def _file_sets(draw: st.DrawFn) -> list[File]:
    unique = st.lists(_lines(), max_size=6, unique_by=lambda values: values["declaration_id"])  # as an import leaves it
    return [File(name, draw(unique), draw(_DAYS), draw(_DAYS)) for name in "abc"[: draw(st.integers(1, 3))]]


@settings(max_examples=25, deadline=None)
@given(_file_sets(), st.randoms(use_true_random=False))
def test_every_line_counts_once_or_is_put_aside_or_superseded_in_any_order_of_files(
    files: list[File], chance: Random
) -> None:
    results = []
    for order in (files, chance.sample(files, len(files))):
        engine = DuckEngine()
        restated = settle(engine, *order)
        by_file = counts(restated)
        left = [places(engine, table) for table in TABLES]
        rows = [all_rows(engine, table) for table in TABLES]
        engine.close()
        for file in files:
            assert sum(by_file[file.name]) == len(file.lines)
        everything = {f"{f.name} row {n}" for f in files for n in range(2, len(f.lines) + 2)}
        assert set().union(*left) == everything
        assert sum(map(len, left)) == len(everything) == sum(map(len, rows))
        counted = {row["declaration_id"] for row in rows[0]}
        assert len(counted) == len(rows[0])
        assert {row["superseded_by"] for row in rows[2]} <= counted
        assert not {row["declaration_id"] for row in rows[2]} & counted
        results.append((sorted(by_file.items()), rows, restated.warnings, restated.overlaps, restated.amendments))
    assert results[0] == results[1]
