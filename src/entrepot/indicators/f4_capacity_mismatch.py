"""F4: a firm trades more controlled goods than its capital, revenue and staff can carry."""

from collections import defaultdict
from datetime import date
from typing import Any

from pydantic import Field

from entrepot.indicators.base import Context, Evaluation, Finding, Meta, Outcome, Params, not_applicable
from entrepot.indicators.capacity import Capacity, capacity, size_of, with_standings
from entrepot.indicators.controlled_codes import prepare_controlled_codes
from entrepot.indicators.declared_lines import line_evidence
from entrepot.indicators.fact_evidence import fact_evidence
from entrepot.indicators.firm_lines import largest_lines
from entrepot.indicators.trade_lines import prepare_trade_lines
from entrepot.store.engine import Row
from entrepot.store.sql import statement_beside

META = Meta(
    id="F4",
    slug="capacity_mismatch",
    version=1,
    status="experimental",
    title="Trade beyond capacity",
    question="Which firms traded far more controlled goods than their capital, revenue and staff would let one expect?",
    description=(
        "Raised for a firm outside the coalition whose controlled goods of one year since the cut-off are worth at least "
        "USD 250,000 and ten times the larger of its capital and its revenue of the year before, where this, or the value "
        "an employee, lies beyond the 99th percentile of firms of its country and size with like accounts; and for a firm "
        "of one employee or none with USD 1,000,000 or more."
    ),
    why=(
        "A firm that moves goods worth many times all it owns or ever sold is paid for by someone else. BIS names a "
        "customer with little or no business background as a red flag."
    ),
    unit="times capital or revenue",
    subject_kind="party",
    needs=("linked__declaration", "linked__controlled_line", "linked__party_fact"),
    innocent_explanations=(
        "Accounts are filed late: the revenue of a firm that grew fast is not in the register yet.",
        "The firm is the purchasing company of a group: staff and capital are in another company.",
        "A broker or commission agent declares goods that it never owned, at their full value.",
        "A genuine start-up won one large order and was financed by its supplier or its customer.",
    ),
    references=(
        "BIS, Supplement No. 3 to 15 CFR Part 732, flag 4: customer with little or no business background",
        "European Commission, Recommendation 2003/361/EC of 6 May 2003 (size classes by employees)",
        "Nikkei Asia, 12 April 2023: chips sent on by newly founded exporters of few or no staff in Hong Kong",
    ),
    not_applicable={
        "linked__declaration": "There are no customs declarations in this case, so what firms trade is not known.",
        "linked__controlled_line": "No line is of controlled goods, so nothing can be measured against a firm's size.",
        "linked__party_fact": "No register gives the employees, the revenue or the capital of any firm.",
        "no_figures": "No employees, capital or revenue in US dollars are known of these traders for the year in question.",
        "few_peers": "Too few firms with known figures to say what lies beyond the 99th percentile; only the rule for "
        "firms without staff was asked.",
    },
    related=("F2", "F3"),
)


class Settings(Params):
    """Settings of F4."""

    min_score: float = Field(  # methods 8.2 F4: above the 99th percentile
        0.99, gt=0, lt=1, description="Standing among firms of the same country and size, at least"
    )
    min_peers: int = Field(  # fewer than 99 firms have no 99th percentile
        99,
        ge=20,
        description="Fewest firms compared with; the group (revenue known or not, country, size) is widened from its end",
    )
    min_ratio: float = Field(10.0, gt=0, description="Times capital or revenue, at least")  # [P] one order of magnitude
    min_value_usd: float = (
        Field(  # [P] five times the floor of methods 8.2 F2: below it one parcel exceeds a small firm
            250_000, ge=0, description="Controlled goods of the year, at least, USD"
        )
    )
    max_lone_employees: float = Field(
        1, ge=0, description="Employees of a firm without staff, at most"
    )  # methods 8.2 F4
    min_lone_value_usd: float = Field(  # methods 8.2 F4
        1_000_000, ge=0, description="Controlled goods of a firm without staff, at least, USD"
    )


PARAMS = Settings
_FIRMS = statement_beside(__file__)
_FACTS = statement_beside(__file__, "fact")
_CLOSE = 0.5  # clear findings are written from half the floors on


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each firm beyond its peers or without staff, and clear ones from half the floors on."""
    study = context.study
    prepare_controlled_codes(context)
    prepare_trade_lines(context)
    rows = context.rows(
        _FIRMS,
        {
            "coalition_set": study.coalition_set,
            "cutoff_on": study.cutoff_on,
            "as_of_on": context.as_of_on,
        },
    )
    known = [m for m in map(capacity, rows) if m.ratio is not None or m.per_head is not None]
    asked = with_standings(known, params.min_peers)
    shown = [m for m in asked if _raised_by(m, params) or _is_close(m, params)]
    findings = _findings(context, params, shown)
    if len(asked) < len(rows):
        findings.append(not_applicable(META, "no_figures", study, subjects=len(rows) - len(asked)))
    if unranked := sum(m.ratio_standing is None and m.head_standing is None for m in asked):
        findings.append(not_applicable(META, "few_peers", study, subjects=unranked))
    return Evaluation(tuple(findings), len(asked))


def _raised_by(measured: Capacity, params: Settings) -> list[str]:
    ratio, value, staff = measured.ratio, measured.value_usd, measured.row["employees"]
    is_large = ratio is not None and ratio >= params.min_ratio and value >= params.min_value_usd
    is_beyond = measured.best is not None and measured.best.score >= params.min_score
    is_lone = staff is not None and staff <= params.max_lone_employees and value >= params.min_lone_value_usd
    return [name for name, holds in (("beyond_peers", is_large and is_beyond), ("without_staff", is_lone)) if holds]


def _is_close(measured: Capacity, params: Settings) -> bool:
    if measured.value_usd < _CLOSE * params.min_value_usd:
        return False
    is_near = measured.ratio is not None and measured.ratio >= params.min_ratio
    best = 0.0 if measured.best is None else measured.best.score
    staff = measured.row["employees"]
    is_small = staff is not None and staff <= params.max_lone_employees
    is_dear = measured.value_usd >= _CLOSE * params.min_lone_value_usd
    return (is_near and best >= 1 - 2 * (1 - params.min_score)) or (is_small and is_dear)


def _findings(context: Context, params: Settings, shown: list[Capacity]) -> list[Finding]:
    if not shown:
        return []
    years = {m.row["party_id"]: int(m.row["trade_year"]) for m in shown}
    spans = {party: (date(year, 1, 1), date(year, 12, 31)) for party, year in years.items()}
    lines = largest_lines(context, years, from_on=context.study.cutoff_on, spans=spans)
    facts: dict[str, list[Row]] = defaultdict(list)
    for row in context.rows(_FACTS, {"as_of_on": context.as_of_on}):
        facts[row["party_id"]].append(row)
    return [_finding(params, m, facts[m.row["party_id"]], lines.get(m.row["party_id"], [])) for m in shown]


def _finding(params: Settings, measured: Capacity, facts: list[Row], lines: list[Row]) -> Finding:
    row, year = measured.row, measured.row["trade_year"]
    is_raised = bool(_raised_by(measured, params))
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if is_raised else Outcome.CLEAR,
        subject_id=row["party_id"],
        subject_name=row["name"],
        subject_kind=META.subject_kind,
        reason=_reason(measured),
        value=None if measured.ratio is None else round(measured.ratio, 4),
        unit=META.unit,
        threshold=params.min_ratio,
        window=(f"{year}-01-01", f"{year}-12-31"),
        evidence=(*map(fact_evidence, facts), *line_evidence(lines)),
        caveats=_caveats(row),
        details=_details(params, measured),
    )


def _reason(measured: Capacity) -> str:
    row, figures = measured.row, []
    for name, words in (("capital_usd", "capital of USD {:,.0f}"), ("revenue_usd", "USD {:,.0f} sold the year before")):
        if row[name] is not None:
            figures.append(words.format(row[name]))
    if row["employees"] is not None:
        figures.append(f"{row['employees']:,.0f} employees")
    return f"USD {measured.value_usd:,.0f} of controlled goods in {row['trade_year']}, with {', '.join(figures)}."


def _details(params: Settings, measured: Capacity) -> dict[str, Any]:
    row, standing, head = measured.row, measured.ratio_standing, measured.head_standing
    return {
        "country_iso": row["country_iso"],
        "size": size_of(row),
        "year": row["trade_year"],
        "value_usd": measured.value_usd,
        "line_count": int(row["line_count"]),
        "capital_usd": row["capital_usd"],
        "revenue_before_usd": row["revenue_usd"],
        "employees": row["employees"],
        "value_per_employee_usd": None if measured.per_head is None else round(measured.per_head, 2),
        "ratio_score": None if standing is None else round(standing.score, 6),
        "per_employee_score": None if head is None else round(head.score, 6),
        "raised_by": _raised_by(measured, params),
        **({"score": None} if measured.best is None else measured.best.details()),
    }


def _caveats(row: Row) -> tuple[str, ...]:
    caveats = []
    if row["revenue_usd"] is None:
        caveats.append(
            "No revenue of the year before is known: the firm is measured against its capital or staff alone."
        )
    if row["country_iso"] is None:
        caveats.append("The firm's country is not known, so it may lie inside the coalition.")
    return tuple(caveats)
