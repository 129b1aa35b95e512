"""Every written case of every indicator: what is raised, what stays clear, what cannot be asked.

Those in which something is raised run on both engines, for they reach every statement; Spark takes seconds a case.
"""

from pathlib import Path
from typing import Any

import pytest
from harness import case_paths, read_case, run_case

from entrepot.indicators.base import Finding, Outcome
from entrepot.indicators.registry import indicator_named
from entrepot.store.engine import DuckEngine, Engine

_COMPARED = ("value", "threshold", "unit", "p_value")


_EVERY = case_paths()
_RAISED = [path for path in _EVERY if path.stem.startswith(("raised", "worked"))]


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", [path for path in _EVERY if path not in _RAISED], ids=_name)
def test_case_gives_what_it_expects(path: Path, duck: DuckEngine) -> None:
    _gives_what_it_expects(path, duck)


@pytest.mark.parametrize("path", _RAISED, ids=_name)
def test_case_that_raises_gives_what_it_expects_on_each_engine(path: Path, engine: Engine) -> None:
    _gives_what_it_expects(path, engine)


def _gives_what_it_expects(path: Path, engine: Engine) -> None:
    case = read_case(path)
    findings = run_case(path, engine)

    raised = {finding.subject_id for finding in findings if finding.outcome is Outcome.RAISED}
    assert raised == {e["subject"] for e in case["expected"] if e["outcome"] == "raised"}
    for expected in case["expected"]:
        _check(expected, findings, path.parent.name)


def _check(expected: dict[str, Any], findings: list[Finding], indicator_id: str) -> None:
    if expected["outcome"] == "not_applicable":
        reasons = [f.reason for f in findings if f.outcome is Outcome.NOT_APPLICABLE]
        assert indicator_named(indicator_id).META.not_applicable[expected["reason"]] in reasons
        return
    assert expected["outcome"] in ("raised", "clear", "not_raised"), "an outcome that no case may expect"
    if expected["outcome"] == "not_raised":
        return  # the set of raised subjects is compared as a whole
    finding = next(f for f in findings if f.subject_id == expected["subject"])
    assert finding.outcome == expected["outcome"]
    for name in _COMPARED:
        if name in expected:
            assert getattr(finding, name) == _about(expected[name]), name
    for name, value in expected.get("details", {}).items():
        assert finding.details[name] == _about(value), name
    assert set(expected.get("related", [])) <= set(finding.related_ids)
    for words in expected.get("reason_words", []):
        assert words in finding.reason
    for words in expected.get("caveats", []):
        assert any(words in caveat for caveat in finding.caveats), words
    if "evidence_rows" in expected:
        assert [row.locator for row in finding.evidence] == expected["evidence_rows"]


def _about(value: Any) -> Any:  # noqa: ANN401 (a TOML value)
    return pytest.approx(value, rel=1e-6) if isinstance(value, float) else value
