"""The worked example of an indicator's page: the rows of its written case, and what the indicator says of them when run."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from entrepot.indicators.base import Finding, Outcome
from entrepot.indicators.registry import to_json

TESTS = Path(__file__).parents[1] / "tests"
sys.path.insert(0, str(TESTS / "indicators"))  # cases are written once, for tests and for readers

from harness import CASES, read_case, run_case  # noqa: E402 (lies beside the cases)

FILE_NAME = "worked-example.toml"
_NOT_ROWS = ("description", "params", "study", "expected")
_MARKS = {Outcome.RAISED: "Raised", Outcome.CLEAR: "Clear", Outcome.NOT_APPLICABLE: "Not applicable"}


def worked_example(indicator_id: str) -> str | None:
    """Return the section of an indicator's page, run now; None where no example is written."""
    path = CASES / indicator_id / FILE_NAME
    if not path.is_file():
        return None
    case = read_case(path)
    rows = [_table(name, listed) for name, listed in case.items() if name not in _NOT_ROWS]
    given = _given(case)
    said = "\n\n".join(_finding(finding) for finding in run_case(path))
    return "\n\n".join(
        ["## A worked example", case["description"].strip(), *given, *rows, "What the indicator says:", said]
    )


def _given(case: Mapping[str, Any]) -> list[str]:
    """Return the settings that the example changes, where it does."""
    changed = [f"`{name} = {value}`" for part in ("study", "params") for name, value in case.get(part, {}).items()]
    return [f"Settings: {', '.join(changed)}."] if changed else []


def _table(name: str, rows: list[dict[str, Any]]) -> str:
    columns = list(dict.fromkeys(key for row in rows for key in row if key not in ("repeat", "step")))
    repeats = any("repeat" in row for row in rows)
    head = [*columns, *(["how often"] if repeats else [])]
    lines = [[_cell(row.get(column)) for column in columns] + ([_repeat(row)] if repeats else []) for row in rows]
    return "\n".join([f"`{name}`:", "", _line(head), _line(["---"] * len(head)), *(_line(line) for line in lines)])


def _repeat(row: Mapping[str, Any]) -> str:
    steps = ", ".join(
        f"{name} +{step}" if step != "month" else f"{name} a month later" for name, step in row.get("step", {}).items()
    )
    return "once" if "repeat" not in row else f"{row['repeat']} times{f' ({steps} each)' if steps else ''}"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(value: object) -> str:
    return "" if value is None else str(value).replace("|", "\\|").replace("\n", " ")


def _finding(finding: Finding) -> str:
    shown = to_json(finding)
    measure = "" if shown["value"] is None else f" Measure: {shown['value']:.6g} {shown['unit']}"
    measure += "" if shown["threshold"] is None or not measure else f", threshold {shown['threshold']:.6g}"
    measure += "" if shown["p_value"] is None or not measure else f", p = {shown['p_value']:.2g}"
    rows = [
        f"- {row['summary']} ({row['locator']} of `{row['snapshot'].removeprefix('case ')}`)"
        for row in shown["evidence"][:6]
    ]
    more = shown["evidence_total"] - len(rows)
    parts = [
        f"**{_MARKS[finding.outcome]}: {shown['subject_name']}.** {shown['reason']}{measure}{'.' if measure else ''}"
    ]
    parts += ["\n".join([*rows, *([f"- and {more} more rows"] if more > 0 else [])])] if rows else []
    return "\n\n".join(parts)
