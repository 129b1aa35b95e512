"""Tests of discovery, settings, order, counts and the JSON of findings."""

from dataclasses import replace

import pytest
from harness import CASES, TABLES, run_case

from entrepot.errors import IndicatorError
from entrepot.indicators.base import Context, Evaluation, Evidence, Finding, Outcome
from entrepot.indicators.registry import (
    all_indicators,
    describe,
    evaluate_all,
    evaluate_one,
    indicator_named,
    settings_of,
    to_json,
)
from entrepot.settings import Study
from entrepot.store.engine import DuckEngine
from entrepot.store.tables import empty


@pytest.fixture
def nothing() -> Context:
    """A case without a single row."""
    engine = DuckEngine()
    for name, table in TABLES.items():
        engine.register(name, empty(table))
    return Context(engine, Study())


def raised() -> Finding:
    return next(f for f in run_case(CASES / "F5" / "raised-odd-number-in-and-out.toml") if f.outcome is Outcome.RAISED)


def test_indicators_are_ordered_by_letter_and_number() -> None:
    ids = [indicator.META.id for indicator in all_indicators()]

    assert ids == sorted(ids, key=lambda name: (name[0], int(name[1:])))
    assert {"F1", "F2", "F5", "M1", "M11"} <= set(ids)


def test_an_indicator_is_found_in_either_case() -> None:
    assert indicator_named("f5") is indicator_named("F5")


def test_an_unknown_indicator_names_the_known_ones() -> None:
    with pytest.raises(IndicatorError, match=r"'F99'.*Known: .*F5"):
        indicator_named("F99")


def test_an_unknown_setting_names_the_settings() -> None:
    with pytest.raises(IndicatorError, match=r"min_bit: .*Its settings: .*min_bits"):
        settings_of(indicator_named("F5"), {"min_bit": 3})


def test_a_setting_out_of_range_is_refused() -> None:
    with pytest.raises(IndicatorError, match="max_p"):
        settings_of(indicator_named("F5"), {"max_p": 2})


def test_settings_are_checked_before_anything_runs(nothing: Context) -> None:
    asked: list[str] = []

    with pytest.raises(IndicatorError):
        evaluate_all(nothing, {"M1": {"nonsense": 1}}, lambda what, *_: asked.append(what))

    assert asked == []


def test_every_indicator_says_why_an_empty_case_cannot_be_asked(nothing: Context) -> None:
    progress: list[tuple[str, int, int]] = []

    run = evaluate_all(nothing, {}, lambda *step: progress.append(step))

    assert {finding.outcome for finding in run.findings} == {Outcome.NOT_APPLICABLE}
    assert [finding.indicator for finding in run.findings] == [i.META.id for i in all_indicators()]
    assert all(stats["subjects_tested"] == 0 and stats["not_applicable"] == 1 for stats in run.stats.values())
    assert run.stats["F5"]["title"] == "Exact quantity passed through"
    assert [step[1] for step in progress] == list(range(1, len(all_indicators()) + 1))


def test_findings_come_raised_first_and_by_value() -> None:
    findings = run_case(CASES / "M1" / "fence-of-ratio-and-value.toml")

    outcomes = [finding.outcome for finding in findings]
    values = [finding.value for finding in findings if finding.outcome is Outcome.RAISED]
    assert outcomes == sorted(outcomes, key=["raised", "clear", "not_applicable"].index)
    assert values == sorted(values, key=lambda value: -(value or 0))


def test_json_holds_what_a_finding_promises() -> None:
    made = to_json(raised())

    assert made["indicator"] == "F5"
    assert made["outcome"] == "raised"
    assert made["provenance"] == "synthetic"
    assert made["params"]["window_days"] == 90
    assert made["details"]["quantity_in"] == 2598.0
    assert made["innocent_explanations"]
    assert made["evidence"][0] == {
        "snapshot": "case linked__declaration",
        "locator": "row 2",
        "summary": ("2023-01-10: Supplier in the coalition to F passing on, HS 854231 CHIP1, 2,598 pcs, USD 1,000"),
        "provenance": "synthetic",
        "publication": None,
    }


def test_json_shows_five_hundred_rows_of_evidence_and_counts_all() -> None:
    rows = tuple(Evidence("snapshot", f"row {n}", "a line", "observed") for n in range(501))

    made = to_json(replace(raised(), evidence=rows))

    assert (len(made["evidence"]), made["evidence_total"]) == (500, 501)


def test_provenance_is_the_weakest_of_the_evidence() -> None:
    rows = (Evidence("a", "row 1", "", "observed"), Evidence("a", "row 2", "", "reconstructed"))

    assert to_json(replace(raised(), evidence=rows))["provenance"] == "reconstructed"


def test_description_holds_settings_with_defaults_and_meanings() -> None:
    setting = describe(indicator_named("F2"))["settings"]["max_days"]

    assert setting == {"default": 180, "meaning": "Days from registration to the first controlled goods, at most"}


def test_a_finding_without_a_row_to_open_is_never_raised(nothing: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    indicator = indicator_named("M1")
    bare = replace(raised(), evidence=())
    monkeypatch.setattr(indicator, "META", replace(indicator.META, needs=()))
    monkeypatch.setattr(indicator, "evaluate", lambda context, params: Evaluation((bare,), 1))

    (found,) = evaluate_one(nothing, indicator, indicator.PARAMS()).findings

    assert found.outcome is Outcome.CLEAR
    assert "no row it rests on can be shown" in found.caveats[-1]


def test_where_nobody_can_be_asked_it_is_said_and_never_clear(
    nothing: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    indicator = indicator_named("F13")
    monkeypatch.setattr(indicator, "META", replace(indicator.META, needs=()))
    monkeypatch.setattr(indicator, "evaluate", lambda _context, _params: Evaluation((), 0))

    run = evaluate_all(nothing, {})

    said = [f for f in run.findings if f.indicator == "F13"]
    assert [f.outcome for f in said] == [Outcome.NOT_APPLICABLE]
    assert "nobody" in said[0].reason
    assert (run.counts["F13"].clear, run.counts["F13"].not_applicable) == (0, 1)
