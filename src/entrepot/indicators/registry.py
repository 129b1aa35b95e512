"""All indicators: found by module name, run over a case in a fixed order, written as JSON."""

import importlib
import pkgutil
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any, cast

from pydantic import ValidationError

import entrepot.indicators as package
from entrepot.errors import IndicatorError
from entrepot.indicators.base import Context, Evaluation, Evidence, Finding, Indicator, Outcome, Params, not_applicable
from entrepot.indicators.doubtful_rows import with_caveats_on_doubtful_rows
from entrepot.indicators.filled_rows import with_caveats_on_filled_rows
from entrepot.store.sql import Statement

_MODULE_NAME = re.compile(r"([a-z])(\d+)_[a-z0-9_]+")
_BARE = (
    "The measure would raise this, but no row it rests on can be shown, so it is not raised: a fault of the indicator."
)
_NOBODY = "The kinds of data it needs are there, but nobody in them meets the conditions under which it can be asked."
_DIGITS = 12  # sums of doubles differ behind these with the order in which threads add them; no figure here has as many
_EVIDENCE_SHOWN = 500  # rows of evidence written out with a finding; `evidence_total` says how many there are
_OUTCOME_ORDER = (Outcome.RAISED, Outcome.CLEAR, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True)
class Counts:
    """How many subjects an indicator was asked of and what came out; `clear` counts those never written out as well."""

    subjects_tested: int
    raised: int
    clear: int
    not_applicable: int


@dataclass(frozen=True)
class IndicatorRun:
    """The findings of all indicators in a fixed order, and the counts by indicator id."""

    findings: tuple[Finding, ...]
    counts: Mapping[str, Counts]

    @property
    def stats(self) -> dict[str, dict[str, Any]]:
        """The counts as JSON values by indicator id, each with the indicator's title."""
        return {name: {"title": indicator_named(name).META.title, **asdict(c)} for name, c in self.counts.items()}


@cache
def all_indicators() -> tuple[Indicator, ...]:
    """Return every indicator of this package, ordered by letter and number of its id."""
    names = [
        (m.name, found) for m in pkgutil.iter_modules(package.__path__) if (found := _MODULE_NAME.fullmatch(m.name))
    ]
    ordered = sorted(names, key=lambda pair: (pair[1][1], int(pair[1][2])))
    return tuple(cast("Indicator", importlib.import_module(f"{package.__name__}.{name}")) for name, _ in ordered)


def indicator_named(indicator_id: str) -> Indicator:
    """Return the indicator of that id (N2, in either case).

    Raises:
        IndicatorError: there is no such indicator.
    """
    known = {indicator.META.id: indicator for indicator in all_indicators()}
    if indicator_id.upper() not in known:
        raise IndicatorError.unknown(indicator_id, list(known))
    return known[indicator_id.upper()]


def settings_of(indicator: Indicator, given: Mapping[str, Any]) -> Params:
    """Return an indicator's settings: the defaults with `given` over them.

    Raises:
        IndicatorError: a setting is unknown or its value is not allowed.
    """
    try:
        return indicator.PARAMS.model_validate(dict(given))
    except ValidationError as fault:
        first = fault.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise IndicatorError.bad_setting(
            indicator.META.id, f"{place}: {first['msg']}", sorted(indicator.PARAMS.model_fields)
        ) from fault


def evaluate_all(
    context: Context,
    settings: Mapping[str, Mapping[str, Any]],
    on_progress: Callable[[str, int, int], None] | None = None,
) -> IndicatorRun:
    """Return what every indicator finds in a case.

    Args:
        context: The engine with every linked__, graph__ and codes__ table registered (empty where there is nothing).
        settings: Settings by indicator id, as in case.toml.
        on_progress: Called before each indicator with what is asked, its number and how many there are.
    Raises:
        IndicatorError: settings name an unknown indicator or setting.
    """
    chosen = {indicator_named(name).META.id: values for name, values in settings.items()}
    plan = [(indicator, settings_of(indicator, chosen.get(indicator.META.id, {}))) for indicator in all_indicators()]
    findings: list[Finding] = []
    counts: dict[str, Counts] = {}
    for number, (indicator, params) in enumerate(plan, start=1):
        if on_progress is not None:
            on_progress(f"asking {indicator.META.id}", number, len(plan))
        evaluation = _never_silent(indicator, evaluate_one(context, indicator, params), context)
        findings += evaluation.findings
        counts[indicator.META.id] = _counts(evaluation)
    return IndicatorRun(with_caveats_on_doubtful_rows(context, findings), counts)


def evaluate_one(context: Context, indicator: Indicator, params: Params) -> Evaluation:
    """Return one indicator's findings, ordered, with their settings and what filled-in rows make doubtful.

    Not applicable where a needed table is empty; not raised where there is no row that a reader could open.
    """
    missing = next((table for table in indicator.META.needs if _is_empty(context, table)), None)
    if missing is not None:
        evaluation = Evaluation((not_applicable(indicator.META, missing, context.study),), 0)
    else:
        evaluation = with_caveats_on_filled_rows(context, indicator.evaluate(context, params))
        evaluation = _without_bare_findings(evaluation)
    used = params.model_dump(mode="json")
    ordered = sorted((replace(finding, params=used) for finding in evaluation.findings), key=_order)
    return Evaluation(tuple(ordered), evaluation.subjects_tested)


def _never_silent(indicator: Indicator, evaluation: Evaluation, context: Context) -> Evaluation:
    """Return the evaluation; where nobody was tested and no reason given, with one, so that silence never reads as clear."""
    if evaluation.subjects_tested or evaluation.findings:
        return evaluation
    meta = replace(indicator.META, not_applicable={**indicator.META.not_applicable, "nobody": _NOBODY})
    return Evaluation((not_applicable(meta, "nobody", context.study),), 0)


def to_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON values, with the texts a reader needs beside it.

    At most 500 rows of evidence are written; `evidence_total` counts them all. Numbers have twelve digits.
    """
    meta = indicator_named(finding.indicator).META
    return {
        "indicator": finding.indicator,
        "version": finding.version,
        "title": meta.title,
        "outcome": finding.outcome.value,
        "reason": finding.reason,
        "subject_id": finding.subject_id,
        "subject_name": finding.subject_name,
        "subject_kind": finding.subject_kind,
        "value": _steady(finding.value),
        "unit": finding.unit,
        "threshold": finding.threshold,
        "p_value": _steady(finding.p_value),
        "window": None if finding.window is None else list(finding.window),
        "provenance": finding.provenance,
        "weight": meta.weight,
        "related_ids": list(finding.related_ids),
        "details": _steady(dict(finding.details)),
        "evidence": [_evidence_json(row) for row in finding.evidence[:_EVIDENCE_SHOWN]],
        "evidence_total": len(finding.evidence),
        "innocent_explanations": list(meta.innocent_explanations),
        "caveats": list(finding.caveats),
        "params": dict(finding.params),
    }


def describe(indicator: Indicator) -> dict[str, Any]:
    """Return what a reader must know of an indicator as JSON values: its Meta, and its settings with their defaults."""
    defaults = indicator.PARAMS().model_dump(mode="json")
    settings = {
        name: {"default": defaults[name], "meaning": field.description or ""}
        for name, field in indicator.PARAMS.model_fields.items()
    }
    listed = {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(indicator.META).items()}
    return {**listed, "settings": settings}


def _steady(value: Any) -> Any:  # noqa: ANN401 (JSON values)
    """Return JSON values with every number cut to the digits that do not depend on the order of additions."""
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}")
    if isinstance(value, Mapping):
        return {key: _steady(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_steady(item) for item in value]
    return value


def _evidence_json(row: Evidence) -> dict[str, Any]:
    return {
        "snapshot": row.snapshot,
        "locator": row.locator,
        "summary": row.summary,
        "provenance": row.provenance,
        "publication": row.publication,
    }


def _order(finding: Finding) -> tuple[int, bool, float, str]:
    value = finding.value
    return _OUTCOME_ORDER.index(finding.outcome), value is None, -(value or 0.0), finding.subject_id


def _counts(evaluation: Evaluation) -> Counts:
    outcomes = [finding.outcome for finding in evaluation.findings]
    raised = outcomes.count(Outcome.RAISED)
    return Counts(
        subjects_tested=evaluation.subjects_tested,
        raised=raised,
        clear=evaluation.subjects_tested - raised,
        not_applicable=outcomes.count(Outcome.NOT_APPLICABLE),
    )


def _without_bare_findings(evaluation: Evaluation) -> Evaluation:
    """Return the findings; one that was raised without a row to open is clear, and says so: nobody could check it."""
    findings = tuple(
        replace(f, outcome=Outcome.CLEAR, caveats=(*f.caveats, _BARE))
        if f.outcome is Outcome.RAISED and not f.evidence
        else f
        for f in evaluation.findings
    )
    return Evaluation(findings, evaluation.subjects_tested)


def _is_empty(context: Context, table: str) -> bool:
    # The name comes from META.needs, never from a user.
    probe = Statement(f"indicators/needs/{table}", f"SELECT 1 AS present FROM {table} LIMIT 1")  # noqa: S608
    return not context.rows(probe)
