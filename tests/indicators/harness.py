"""Runs one indicator on one written case (cases/<ID>/<case-slug>.toml) on any engine.

A case holds a description, `[params]`, `[study]`, tables as arrays of rows (`[[linked__declaration]]`), and `[[expected]]`.
Columns that a row does not name are null, or the defaults below; an unknown column is refused. Rows get a snapshot and a
locator of their own and count as synthetic unless they say otherwise. Parties that declarations name need no row: they get
the country stated there and are called after their id, which says their role in the case. `repeat = 63` writes a row so many
times, `step = { quantity = 1 }` adds to a number or, in days, to a date each time (`"month"` moves a date by months), and
`{i}` in a text is the copy's number. `goods = ["854231", ...]` writes a row of trade statistics for each code, and
`sway = 0.2` moves its values up and down by up to a fifth, month by month and code by code: figures without noise have no errors.
"""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from entrepot.codes.tables import reference_tables
from entrepot.flows.months import month_index, month_start
from entrepot.indicators.base import Context, Finding
from entrepot.indicators.registry import evaluate_one, indicator_named, settings_of
from entrepot.records.base import Table
from entrepot.records.catalogue import CORE_TABLES, REFERENCE_TABLES
from entrepot.records.linked import DERIVED_TABLES
from entrepot.resolve.controlled_lines import mark_controlled_lines
from entrepot.resolve.twins import linked_name
from entrepot.settings import Study
from entrepot.store.engine import DuckEngine, Engine
from entrepot.store.tables import to_arrow

CASES = Path(__file__).with_name("cases")
_LINKED = {linked_name(core): core.linked() for core in CORE_TABLES if not core.is_reference}
TABLES: dict[str, Table] = _LINKED | {table.name: table for table in (*DERIVED_TABLES, *REFERENCE_TABLES)}
_CORE_DECLARATION = next(table for table in CORE_TABLES if table.name == "core__declaration")
_CONTROLLED = "linked__controlled_line"
_NOT_TABLES = {"description", "params", "study", "expected"}
_DEFAULTS: dict[str, dict[str, Any]] = {
    "linked__declaration": {"direction": "import"},
    "linked__party": {"party_kind": "company", "record_count": 1},
    "linked__party_record": {"party_kind": "company"},
    "linked__trade_flow": {"flow_code": "X", "frequency": "M"},
}

Rows = dict[str, list[dict[str, Any]]]


def read_case(path: Path) -> dict[str, Any]:
    """Return a case file's content."""
    return tomllib.loads(path.read_text("utf-8"))


def case_paths() -> list[Path]:
    """Return every case file, ordered by indicator and name."""
    return sorted(CASES.glob("*/*.toml"))


def case_rows(case: Mapping[str, Any]) -> Rows:
    """Return a case's rows by table, filled in as the module's docstring says.

    Raises:
        KeyError: a key of the case names no table.
    """
    rows: Rows = {}
    for name, given in case.items():
        if name not in _NOT_TABLES:
            rows[name] = [_filled(TABLES[name], row, place) for place, row in enumerate(_repeated(given), start=2)]
    named = rows.setdefault("linked__party", [])
    named += list(_unnamed_parties(rows, {row["party_id"] for row in named}))
    return rows


def run_rows(indicator_id: str, case: Mapping[str, Any], rows: Rows, engine: Engine | None = None) -> list[Finding]:
    """Return an indicator's findings over rows, with the case's settings and study, on `engine` or a new DuckDB."""
    used = engine or DuckEngine(threads=1)
    try:
        _register(used, rows, Study.model_validate(case.get("study", {})))
        indicator = indicator_named(indicator_id)
        context = Context(used, Study.model_validate(case.get("study", {})))
        return list(evaluate_one(context, indicator, settings_of(indicator, case.get("params", {}))).findings)
    finally:
        if engine is None:
            used.close()


def run_case(path: Path, engine: Engine | None = None) -> list[Finding]:
    """Return what the indicator of a case's folder finds in it, on `engine` or a new DuckDB."""
    case = read_case(path)
    return run_rows(path.parent.name, case, case_rows(case), engine)


def _register(engine: Engine, rows: Rows, study: Study) -> None:
    for name, table in TABLES.items():
        if not name.startswith("codes__"):
            engine.register(name, to_arrow(table, rows.get(name, [])))
    for name, content in reference_tables().items():
        engine.register(name, to_arrow(TABLES[name], rows[name]) if name in rows else content)
    if _CONTROLLED not in rows:
        columns = set(_CORE_DECLARATION.column_names)
        lines = [{k: v for k, v in row.items() if k in columns} for row in rows.get("linked__declaration", [])]
        engine.register(_CORE_DECLARATION.name, to_arrow(_CORE_DECLARATION, lines))
        mark_controlled_lines(engine, study.controls_list)


def _repeated(given: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    rows = []
    for row in _by_goods(given):
        plain = {key: value for key, value in row.items() if key not in ("repeat", "step", "sway")}
        steps = row.get("step", {})
        for copy in range(row.get("repeat", 1)):
            made = {key: _stepped(value, steps.get(key, 0), copy) for key, value in plain.items()}
            rows.append(_swayed(made, row["sway"]) if "sway" in row else made)
    return rows


def _by_goods(given: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    for row in given:
        if not isinstance(row.get("goods"), list):  # a claim's goods are words
            yield row
            continue
        plain = {key: value for key, value in row.items() if key != "goods"}
        for code in row["goods"]:
            yield {"goods_code": code, "goods_level": "HS6", "hs6": code, **plain}


def _swayed(row: dict[str, Any], share: float) -> dict[str, Any]:
    named = "".join(row[key] for key in ("reporter_iso", "partner_iso", "goods_code")) + f"{row['period_on']:%Y-%m}"
    drawn = int.from_bytes(sha256(named.encode()).digest()[:4]) / 2**32
    moved = 1 + share * (2 * drawn - 1)
    return {key: round(value * moved, 2) if key.startswith("value_") else value for key, value in row.items()}


def _stepped(value: Any, step: float | str, copy: int) -> Any:  # noqa: ANN401 (a TOML value)
    if isinstance(value, str):
        return value.replace("{i}", str(copy))
    if step == "month":
        return month_start(month_index(value) + copy)
    if isinstance(value, date):
        return value + timedelta(days=int(step) * copy)
    return value + float(step) * copy if step else value


def _filled(table: Table, row: Mapping[str, Any], place: int) -> dict[str, Any]:
    defaults: dict[str, Any] = {"declaration_id": f"line {place}", **_DEFAULTS.get(table.name, {})}
    if not table.is_reference:
        defaults |= {"snapshot_id": f"case {table.name}", "locator": f"row {place}", "provenance": "synthetic"}
    for side in ("importer", "exporter"):
        defaults[f"{side}_name"] = row.get(f"{side}_party_id")
    defaults["name"] = row.get("party_id")
    for column in table.columns:  # the record before resolution is the party itself
        if column.name.endswith("source_party_id"):
            defaults[column.name] = row.get(column.name.replace("source_party_id", "party_id"))
    known = set(table.column_names)
    return {**{key: value for key, value in defaults.items() if key in known and value is not None}, **row}


def _unnamed_parties(rows: Rows, known: set[str]) -> Iterable[dict[str, Any]]:
    for line in rows.get("linked__declaration", []):
        for side in ("importer", "exporter"):
            party_id = line.get(f"{side}_party_id")
            if party_id is not None and party_id not in known:
                known.add(party_id)
                stated = {"party_id": party_id, "country_iso": line.get(f"{side}_country_iso")}
                yield {**_filled(TABLES["linked__party"], stated, len(known) + 1)}
