"""F13: one importer splits its purchases of a code over several suppliers within weeks."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date

from pydantic import Field

from entrepot.indicators.base import Context, Evaluation, Finding, Meta, Outcome, Params, not_applicable
from entrepot.indicators.controlled_codes import prepare_controlled_codes
from entrepot.indicators.declared_lines import line_evidence
from entrepot.indicators.firm_lines import named_lines, show_parties
from entrepot.indicators.multiplicity import FALSE_DISCOVERY_RATE, adjusted
from entrepot.indicators.supplier_windows import Parcel, SupplierWindow, fullest_window, window_p
from entrepot.indicators.trade_lines import prepare_trade_lines
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="F13",
    slug="structuring_multi_supplier",
    version=1,
    status="experimental",
    title="Purchases split over suppliers",
    question="Which importers bought one controlled code from many suppliers within weeks, each time in a small amount?",
    description=(
        "Raised for an importer outside the coalition that since the cut-off bought the same controlled code from at least "
        "five suppliers within 60 days, each line below the importer's own middle amount and all together at least "
        "USD 250,000, where its suppliers, each moved to other days of the importer's years of trade, come together like "
        "that in at most one of a hundred deals."
    ),
    why=(
        "Many small orders to several similar suppliers keep each of them, and its bank, from seeing the whole amount. The "
        "UK authorities list it as a sign of a buyer that avoids questions."
    ),
    unit="suppliers",
    subject_kind="party",
    needs=("linked__declaration", "linked__controlled_line"),
    innocent_explanations=(
        "Parts were scarce: an assembler bought what each of several distributors still had in stock.",
        "A trading firm compares suppliers by nature of its business and places test orders with all of them.",
        "One tender was won by several suppliers, each delivering its lot.",
        "The suppliers belong to one group that delivers from several warehouses.",
    ),
    references=(
        "UK National Economic Crime Centre, Red Alert: Exporting High Risk Goods, 6 December 2023, indicator 3",
        "FinCEN and BIS, Supplemental Alert FIN-2023-Alert004, 19 May 2023, payments to several similar suppliers",
        "Phipson and Smyth, Statistical Applications in Genetics and Molecular Biology 9 (2010) 39 (permutation p-values)",
    ),
    not_applicable={
        "linked__declaration": "There are no customs declarations in this case, so nobody's suppliers are known.",
        "linked__controlled_line": "No line is of controlled goods, so there are no such purchases to look at.",
        "no_suppliers": "No importer buys controlled goods with a stated value from as many named suppliers.",
        "short_history": "These importers' trade in controlled goods is hardly longer than the window: there is no history.",
    },
    related=("F1", "F9"),
)


class Settings(Params):
    """Settings of F13."""

    window_days: int = Field(60, ge=1, description="Length of the window in days")  # methods 8.2 F13
    min_suppliers: int = Field(5, ge=2, description="Suppliers in the window, at least")  # methods 8.2 F13
    min_sum_usd: float = Field(250_000, ge=0, description="Value of the window, at least, USD")  # methods 8.2 F13
    single_max_usd: float | None = Field(  # a declared threshold differs by country and is not assumed
        None, gt=0, description="Each line must also lie below this amount, USD; none by default"
    )
    min_history_days: int = Field(  # [P] three windows: less is no history to compare one with
        180, ge=1, description="Days from the importer's first to its last controlled goods, at least"
    )
    max_p: float = Field(0.01, gt=0, le=1, description="Largest p-value of the permutation test")  # methods 2.4
    permutations: int = Field(  # the deep permutations of F5: fewer cannot survive the correction for many firms
        20_000, ge=100, description="Deals made, at most"
    )
    seed: int = Field(20220224, description="Seed of the deals: the same seed gives the same p-values")


PARAMS = Settings
_CANDIDATES = statement_beside(__file__)
_LINES = statement_beside(__file__, "line")
_SMALL = statement_beside(__file__, "small")
_TESTED = statement_beside(__file__, "tested")
_CLOSE = 0.5  # clear findings are written from half the value on, and one supplier below the number


@dataclass(frozen=True)
class _Found:
    """A firm's fullest window in one code, and what its own days in another order give."""

    firm: Row
    window: SupplierWindow
    code_count: int
    is_full: bool
    days_known: int
    p_value: float | None = None
    deals: int = 0
    q_value: float | None = None

    def is_raised(self, params: Settings) -> bool:
        """Return whether the window is full and its own history seldom gives such a one, over all firms tested."""
        if not self.is_full or self.p_value is None or self.q_value is None:
            return False
        return self.p_value <= params.max_p and self.q_value <= FALSE_DISCOVERY_RATE


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each importer with a full window, and clear ones for windows that are almost full."""
    study = context.study
    prepare_controlled_codes(context)
    prepare_trade_lines(context)
    parameters: dict[str, Value] = {
        "coalition_set": study.coalition_set,
        "cutoff_on": study.cutoff_on,
        "as_of_on": context.as_of_on,
        "window_days": params.window_days,
        "least_suppliers": params.min_suppliers - 1,
        "min_sum_usd": _CLOSE * params.min_sum_usd,
        "min_suppliers": params.min_suppliers,
        "full_sum_usd": params.min_sum_usd,
        "single_max_usd": params.single_max_usd,
    }
    context.engine.materialise("f13__small", _SMALL, parameters)
    asked = context.rows(_TESTED, parameters)[0]
    if asked["buyers"] == 0:
        return Evaluation((not_applicable(META, "no_suppliers", study),), 0)
    found = _best_of_firm(_windows(context, params, context.rows(_CANDIDATES, parameters), parameters))
    known = [f for f in found if not f.is_full or f.days_known >= params.min_history_days]
    findings = _findings(context, params, _with_q(known, int(asked["firms"])))
    if len(known) < len(found):
        findings.append(not_applicable(META, "short_history", study, subjects=len(found) - len(known)))
    return Evaluation(tuple(findings), int(asked["firms"]))


def _windows(context: Context, params: Settings, candidates: list[Row], parameters: dict[str, Value]) -> list[_Found]:
    if not candidates:
        return []
    show_parties(context, (row["party_id"] for row in candidates))
    lines: dict[str, list[Row]] = defaultdict(list)
    for row in context.rows(_LINES, parameters):
        lines[row["party_id"]].append(row)
    codes = Counter(row["party_id"] for row in candidates)
    made = [_window(context, params, row, lines[row["party_id"]], codes[row["party_id"]]) for row in candidates]
    return [found for found in made if found is not None]


def _window(context: Context, params: Settings, firm: Row, lines: list[Row], code_count: int) -> _Found | None:
    below = min(firm["middle_usd"], params.single_max_usd or float("inf"))
    parcels = [
        Parcel(row["declared_on"].toordinal(), row["exporter_party_id"], float(row["value_usd"]), row["declaration_id"])
        for row in lines
        if row["hs6"] == firm["hs6"] and row["value_usd"] < below
    ]
    since = [parcel for parcel in parcels if parcel.day >= context.study.cutoff_on.toordinal()]
    window = fullest_window(since, params.window_days, params.min_sum_usd)
    if window is None or window.suppliers < params.min_suppliers:
        near = fullest_window(since, params.window_days, _CLOSE * params.min_sum_usd)
        return (
            None
            if near is None or near.suppliers < params.min_suppliers - 1
            else _Found(firm, near, code_count, False, 0)
        )
    days = [row["declared_on"].toordinal() for row in lines]
    span = min(days), max(days)
    days_known = span[1] - span[0] + 1
    if days_known < params.min_history_days:
        return _Found(firm, window, code_count, True, days_known)
    p_value, deals = window_p(
        parcels,
        span,
        window.suppliers,
        window_days=params.window_days,
        min_sum_usd=params.min_sum_usd,
        permutations=params.permutations,
        seed=params.seed,
    )
    # The best of several codes is shown: the p-value is multiplied by their number (Bonferroni).
    return _Found(firm, window, code_count, True, days_known, min(1.0, p_value * code_count), deals)


def _best_of_firm(found: list[_Found]) -> list[_Found]:
    best: dict[str, _Found] = {}
    for one in sorted(
        found, key=lambda f: (not f.is_full, f.p_value is None, f.p_value, -f.window.suppliers, f.firm["hs6"])
    ):
        best.setdefault(one.firm["party_id"], one)
    return list(best.values())


def _with_q(found: list[_Found], tested: int) -> list[_Found]:
    q_values = iter(adjusted([f.p_value for f in found if f.p_value is not None], subjects_tested=tested))
    return [f if f.p_value is None else replace(f, q_value=next(q_values)) for f in found]


def _findings(context: Context, params: Settings, found: list[_Found]) -> list[Finding]:
    lines = named_lines(context, (p.declaration_id for f in found for p in f.window.parcels)) if found else {}
    return [_finding(params, f, [lines[p.declaration_id] for p in f.window.parcels]) for f in found]


def _finding(params: Settings, found: _Found, lines: list[Row]) -> Finding:
    firm, window = found.firm, found.window
    first, last = (date.fromordinal(window.parcels[place].day).isoformat() for place in (0, -1))
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if found.is_raised(params) else Outcome.CLEAR,
        subject_id=firm["party_id"],
        subject_name=firm["name"],
        subject_kind=META.subject_kind,
        reason=f"{window.suppliers} suppliers of HS {firm['hs6']} from {first} to {last}, together "
        f"USD {window.sum_usd:,.0f}, no line above USD {max(p.value_usd for p in window.parcels):,.0f}.",
        value=float(window.suppliers),
        unit=META.unit,
        threshold=float(params.min_suppliers),
        p_value=found.p_value,
        window=(first, last),
        evidence=line_evidence(lines),
        caveats=("The firm's country is not known, so it may lie inside the coalition.",)
        if firm["country_iso"] is None
        else (),
        details={
            "hs6": firm["hs6"],
            "sum_usd": round(window.sum_usd, 2),
            "line_count": len(window.parcels),
            "own_middle_usd": round(float(firm["middle_usd"]), 2),
            "own_lines": int(firm["line_count"]),
            "codes_tried": found.code_count,
            "permutations": found.deals,
            "q_value": found.q_value,
            "score": None if found.p_value is None else round(1 - found.p_value, 6),
        },
        related_ids=tuple(sorted({parcel.supplier_id for parcel in window.parcels})),
    )
