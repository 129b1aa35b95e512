"""One delivery that two customs declare is one trade: sums, counts and chances are those of one declaration."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from harness import CASES, TABLES, Rows, case_rows, read_case, run_rows

from entrepot.indicators.base import Context, Finding
from entrepot.indicators.trade_lines import TRADE_LINE, prepare_trade_lines
from entrepot.settings import Study
from entrepot.store.engine import DuckEngine, Engine
from entrepot.store.tables import to_arrow

_COUNTED_ONCE = ("F2", "F3", "F4", "F7", "F8", "F10", "F11", "F13", "F14", "F15", "F16", "N7", "N8", "N10")
_PATHS = [
    path
    for name in _COUNTED_ONCE
    for path in sorted((CASES / name).glob("*.toml"))
    if path.stem.startswith(("raised", "worked"))
]


def _reported(rows: Rows) -> Rows:
    """Return the rows with the importer's customs named on every import line."""
    lines = [
        {"reporting_iso": line.get("importer_country_iso"), **line} if line["direction"] == "import" else line
        for line in rows["linked__declaration"]
    ]
    return {**rows, "linked__declaration": lines}


def _with_twins(rows: Rows) -> Rows:
    """Return the rows with every import declared as an export, too, by the customs of the exporter's country."""
    twins = [
        {
            **line,
            "direction": "export",
            "reporting_iso": line.get("exporter_country_iso"),
            "declaration_id": f"{line['declaration_id']} export",
            "locator": f"{line['locator']} export",
        }
        for line in rows["linked__declaration"]
        if line["direction"] == "import" and line.get("reporting_iso") is not None
    ]
    return {**rows, "linked__declaration": rows["linked__declaration"] + twins}


def _told(findings: list[Finding]) -> list[tuple[Any, ...]]:
    return [(f.outcome, f.subject_id, f.reason, f.value, f.p_value, dict(f.details)) for f in findings]


@pytest.mark.parametrize("path", _PATHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_second_declaration_of_the_same_goods_changes_no_figure(path: Path) -> None:
    case = read_case(path)
    once = _reported(case_rows(case))

    assert _told(run_rows(path.parent.name, case, _with_twins(once))) == _told(run_rows(path.parent.name, case, once))


def _line(
    name: str, direction: str, on: date, receiver: str = "P", *, country: str = "KZ", hs6: str = "854231"
) -> dict[str, Any]:
    return {
        "declaration_id": name,
        "direction": direction,
        "reporting_iso": country if direction == "import" else "DE",
        "declared_on": on,
        "importer_country_iso": country,
        "importer_party_id": receiver,
        "hs6": hs6,
        "snapshot_id": "s",
        "locator": name,
        "provenance": "synthetic",
    }


def _kept(engine: Engine, *lines: dict[str, Any]) -> set[str]:
    """Return which lines count, as known on 10 January 2023."""
    for table, rows in (("linked__declaration", list(lines)), ("linked__party", [])):
        engine.register(table, to_arrow(TABLES[table], rows))
    prepare_trade_lines(Context(engine, Study(as_of_on=date(2023, 1, 10))))
    return set(engine.read(TRADE_LINE)["declaration_id"].to_pylist())


def test_export_counts_where_the_receivers_customs_are_silent(engine: Engine) -> None:
    kept = _kept(
        engine,
        _line("import", "import", date(2022, 5, 20)),
        _line("seen twice", "export", date(2022, 5, 3)),
        _line("again exported", "reexport", date(2022, 5, 3)),
        _line("left two months before", "export", date(2022, 3, 30)),
        _line("left three months before", "export", date(2022, 2, 28)),
        _line("month without a ledger", "export", date(2022, 6, 3)),
        _line("other country", "export", date(2022, 5, 3), country="AM"),
        _line("passing", "transit", date(2022, 7, 3)),
        _line("not yet known", "import", date(2023, 1, 20)),
        _line("before that", "export", date(2023, 1, 3)),
    )

    assert kept == {
        "before that",
        "import",
        "left three months before",
        "month without a ledger",
        "not yet known",
        "other country",
    }


def test_ledger_of_other_firms_and_goods_makes_no_export_vanish(engine: Engine) -> None:
    kept = _kept(
        engine,
        _line("somebody's wine", "import", date(2022, 5, 20), "Q", hs6="220421"),
        _line("somebody's chips", "import", date(2022, 5, 20), "R"),
        _line("chips", "export", date(2022, 5, 3)),
    )

    assert kept == {"somebody's wine", "somebody's chips", "chips"}


def test_ledger_that_sees_such_goods_of_several_firms_answers_for_a_receiver_it_names_otherwise(engine: Engine) -> None:
    imports = [_line(f"chips of {name}", "import", date(2022, 5, 20), name) for name in ("Q", "R", "T")]

    kept = _kept(engine, *imports, _line("chips", "export", date(2022, 5, 3), "P by another name"))

    assert kept == {line["declaration_id"] for line in imports}


def test_lines_are_named_once_a_run(duck: DuckEngine) -> None:
    for table in ("linked__declaration", "linked__party"):
        duck.register(table, to_arrow(TABLES[table], []))
    context = Context(duck, Study())

    prepare_trade_lines(context)
    prepare_trade_lines(context)

    assert context.prepared == {TRADE_LINE}
