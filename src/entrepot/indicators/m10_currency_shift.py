"""M10: a firm begins to pay in another currency when its supplier's world changed, and its neighbours do not."""

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from pydantic import Field

from entrepot.flows.months import month_start
from entrepot.indicators.base import Context, Evaluation, Evidence, Finding, Meta, Outcome, Params, not_applicable
from entrepot.indicators.controlled_codes import prepare_controlled_codes
from entrepot.indicators.declared_lines import line_summary
from entrepot.indicators.firm_lines import with_lines
from entrepot.indicators.multiplicity import FALSE_DISCOVERY_RATE, adjusted
from entrepot.indicators.share_shifts import step_place
from entrepot.indicators.statistics import mean_rise_p
from entrepot.indicators.trade_lines import prepare_trade_lines
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="M10",
    slug="currency_shift",
    version=1,
    status="experimental",
    title="Switch of invoice currency",
    question="Which firms began to pay in yuan or the like at the cut-off or a supplier's listing, unlike their neighbours?",
    description=(
        "Raised for a firm outside the coalition that buys listed goods, where the share of its lines invoiced in a watched "
        "currency rose by three tenths or more, beyond what other firms of its country did in the same chapters and months, "
        "within half a year of the cut-off or of the day a supplier of its was listed. Weak evidence: it never stands alone."
    ),
    why=(
        "Payments that banks of the coalition would stop can be made in currencies that do not pass through them. Half of a "
        "country turned to the yuan, though, so that only a step of the firm's own says anything."
    ),
    unit="share of lines",
    subject_kind="party",
    needs=("linked__declaration", "linked__controlled_line"),
    innocent_explanations=(
        "The whole economy turned to that currency: firms differ only in the month in which their bank did.",
        "A new supplier invoices in the currency of its own country, as it does with every customer.",
        "A treasury decision to save exchange costs, or a loan in that currency.",
        "The customs form began to state the currency of payment where it had stated that of the price list.",
    ),
    references=(
        "Chupilkin, Javorcik, Peeva and Plekhanov, Exorbitant privilege and economic sanctions, EBRD Working Paper 281, 2023",
        "The New York Times, July 2024, on chip invoices that went from dollars to yuan",
    ),
    not_applicable={
        "linked__declaration": "There are no customs declarations in this case, so no invoice currency is known.",
        "linked__controlled_line": "No declaration line is of goods on the study's list, so no buyer of such goods can switch.",
        "no_currency": "No declared purchase of a firm outside the coalition states its invoice currency.",
        "no_firms": "No firm outside the coalition that states its currency bought listed goods.",
        "few_lines": "Too few lines with a currency around the day, or too few of other firms in the same country, chapter and "
        "month to compare with.",
    },
    weight="low",
    related=("F15", "F16"),
)


class Settings(Params):
    """Settings of M10."""

    currencies: tuple[str, ...] = Field(  # EBRD WP 281: yuan; [P] currencies of countries named as ways around
        ("AED", "CNY", "HKD", "INR", "TRY"), description="Currencies watched, ISO 4217"
    )
    window_days: int = Field(180, ge=30, description="Days compared before and after the day")  # methods 8.3 N2
    min_step: float = Field(  # methods 8.1 M10: from under 4 % to over a third
        0.3, gt=0, le=1, description="Rise of the share beyond that of other firms, at least"
    )
    min_lines: int = Field(
        10, ge=2, description="Lines of the firm before and after, at least"
    )  # [P] a share of tenths
    min_cell_lines: int = Field(  # [P] below it the mean of a cell is one other firm's habit
        5, ge=1, description="Lines of other firms in the same country, chapter and month, at least"
    )
    lines_shown: int = Field(5, ge=1, description="Declaration lines named as evidence, before and after")


PARAMS = Settings
_BASE, _EVENTS, _EXCESS = (statement_beside(__file__, part) for part in ("base", "event", "excess"))
_KNOWN, _LINES, _MONTHS = (statement_beside(__file__, part) for part in ("known", "line", "month"))
_DESIGNATIONS = statement_beside(__file__, "designation")
_STEPS = statement_beside(__file__)
_CLOSE = 0.5  # clear findings are written from half the step on
_WEAK = "Weak evidence: a currency is chosen for many reasons, and never counts alone."


@dataclass(frozen=True)
class _Step:
    """One firm, day and currency: `net` is the rise of its share beyond that of other firms in the same cells."""

    row: Row
    net: float
    p_value: float
    q_value: float = 1.0

    @property
    def key(self) -> str:
        row = self.row
        return f"{row['party_id']}>{row['event_on'].isoformat()}>{row['partner_id']}>{row['watched_code']}"

    def is_raised(self, params: Settings) -> bool:
        return self.net >= params.min_step and self.q_value <= FALSE_DISCOVERY_RATE


@dataclass(frozen=True)
class _Shown:
    """The rows beside the steps written out, by firm; listings by supplier."""

    lines: dict[str, list[Row]]
    months: dict[str, list[Row]]
    listings: dict[str, list[Row]]


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each firm with a step of its own, near misses, and how many firms could not be asked."""
    study = context.study
    known = _prepare(context, params)
    if reason := "no_currency" if not known["line_count"] else "no_firms" if not known["firm_count"] else None:
        return Evaluation((not_applicable(META, reason, study),), 0)
    enough = [row for row in context.rows(_STEPS) if min(row["before_lines"], row["after_lines"]) >= params.min_lines]
    steps = [_step(row) for row in enough]
    q_values = adjusted([step.p_value for step in steps])
    judged = [replace(step, q_value=q_value) for step, q_value in zip(steps, q_values, strict=True)]
    best = [min(each, key=_order) for _, each in groupby(judged, key=lambda step: step.row["party_id"])]
    findings = _findings(context, params, [step for step in best if step.net >= _CLOSE * params.min_step])
    if left := int(known["firm_count"]) - len(best):
        findings.append(not_applicable(META, "few_lines", study, subjects=left))
    return Evaluation(tuple(findings), len(best))


def _prepare(context: Context, params: Settings) -> Row:
    """Materialise the lines, days and differences this indicator reads; return how many lines and firms there are."""
    study = context.study
    prepare_controlled_codes(context)
    prepare_trade_lines(context)
    dates: dict[str, Value] = {"cutoff_on": study.cutoff_on, "as_of_on": context.as_of_on}
    context.engine.materialise("m10__base", _BASE, {**dates, "coalition_set": study.coalition_set})
    context.engine.materialise("m10__event", _EVENTS, dates)
    asked: dict[str, Value] = {
        "currencies": list(params.currencies),
        "min_cell_lines": params.min_cell_lines,
        "window_days": params.window_days,
    }
    context.engine.materialise("m10__excess", _EXCESS, asked)
    return context.rows(_KNOWN)[0]


def _step(row: Row) -> _Step:
    sides = []
    for side in ("before", "after"):
        hits, lines = int(row[f"{side}_hits"]), int(row[f"{side}_lines"])
        mean = hits / lines - float(row[f"{side}_others"])
        share = (hits + 1) / (lines + 2)  # as in share_shifts.py: a share of none or all still has a spread
        sides.append((mean, max(float(row[f"{side}_variance"]), share * (1 - share)), lines))
    before, after = sides
    return _Step(row, round(after[0] - before[0], 9), mean_rise_p(before, after))


def _order(step: _Step) -> tuple[float, float, str]:
    """Return what puts a firm's clearest step first."""
    return step.q_value, -step.net, step.key


def _findings(context: Context, params: Settings, steps: list[_Step]) -> list[Finding]:
    if not steps:
        return []
    keys: dict[str, Value] = {"steps": sorted(step.key for step in steps)}
    shown = _Shown(defaultdict(list), defaultdict(list), defaultdict(list))
    for row in with_lines(context, context.rows(_LINES, {**keys, "lines_shown": params.lines_shown})):
        shown.lines[row["party_id"]].append(row)
    for row in context.rows(_MONTHS, keys):
        shown.months[row["party_id"]].append(row)
    partners = sorted({step.row["partner_id"] for step in steps if step.row["partner_id"]})
    for row in context.rows(_DESIGNATIONS, {"partners": partners, "as_of_on": context.as_of_on}) if partners else []:
        shown.listings[row["party_id"]].append(row)
    return [_finding(params, step, shown) for step in steps]


def _finding(params: Settings, step: _Step, shown: _Shown) -> Finding:
    row = step.row
    listings, lines = shown.listings[row["partner_id"]], shown.lines[row["party_id"]]
    before, after = row["before_hits"] / row["before_lines"], row["after_hits"] / row["after_lines"]
    occasion = f"the listing of {listings[0]['name']}" if listings else "the cut-off"
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if step.is_raised(params) else Outcome.CLEAR,
        subject_id=row["party_id"],
        subject_name=row["name"] or row["party_id"],
        subject_kind=META.subject_kind,
        reason=f"{after:.0%} of its lines are invoiced in {row['watched_code']} in the half year after {occasion} on "
        f"{row['event_on']}, {before:.0%} before; of other firms' lines {row['after_others']:.0%} and "
        f"{row['before_others']:.0%}.",
        value=step.net,
        unit=META.unit,
        threshold=params.min_step,
        p_value=step.p_value,
        window=(min(line["declared_on"] for line in lines).isoformat(), _last(lines)),
        evidence=(*map(_listing, listings[:1]), *map(_line, lines)),
        caveats=(_WEAK, "Lines of one order share a currency, so that the p-value may be too small."),
        details=_details(step, shown.months[row["party_id"]]),
        related_ids=(row["partner_id"],) if row["partner_id"] else (),
    )


def _last(lines: list[Row]) -> str:
    return str(max(line["declared_on"] for line in lines).isoformat())


def _details(step: _Step, months: list[Row]) -> dict[str, Any]:
    row = step.row
    return {
        "invoice_currency": row["watched_code"],
        "country_iso": row["country_iso"],
        "event": "listing of a supplier" if row["partner_id"] else "cut-off",
        "event_on": row["event_on"].isoformat(),
        "share_before": round(row["before_hits"] / row["before_lines"], 9),
        "share_after": round(row["after_hits"] / row["after_lines"], 9),
        "others_before": round(row["before_others"], 9),
        "others_after": round(row["after_others"], 9),
        "step_month": _step_month(months),
        "q_value": step.q_value,
        "monthly_share": [[_month(each), round(each["hit_count"] / each["line_count"], 9)] for each in months],
        "monthly_share_of_others": [[_month(each), round(each["others_share"], 9)] for each in months],
    }


def _month(row: Row) -> str:
    return f"{month_start(int(row['month_index'])):%Y-%m}"


def _step_month(months: list[Row]) -> str:
    excess = [(int(m["line_count"]), m["hit_count"] / m["line_count"] - m["others_share"]) for m in months]
    return _month(months[step_place(excess)])


def _line(row: Row) -> Evidence:
    words = f"{line_summary(row)}, invoiced in {row['currency_code']}"
    return Evidence(row["snapshot_id"], row["locator"], words, row["provenance"], row["publication"])


def _listing(row: Row) -> Evidence:
    words = f"{row['name']} put on {row['list_id']} on {row['listed_on']}"
    return Evidence(row["snapshot_id"], row["locator"], words, row["provenance"], row["publication"])
