"""M2: listed goods against other goods and other partners, with the month of the break."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import expm1

from pydantic import Field

from entrepot.flows.breaks import Break
from entrepot.flows.corridor_breaks import (
    NOT_ASKED,
    BreakPanel,
    PartnerBreak,
    break_panel,
    partner_breaks,
    partner_effects,
    permuted_lists,
)
from entrepot.flows.event_study import EventStudy
from entrepot.flows.fit import NotApplicable
from entrepot.flows.months import month_index, month_start
from entrepot.flows.permutations import Permutation
from entrepot.indicators.base import Context, Evaluation, Finding, Meta, Outcome, Params, not_applicable
from entrepot.indicators.break_details import break_details, shortened
from entrepot.indicators.cell_evidence import cell_evidence, traded_keys
from entrepot.indicators.corridor_statistics import prepare_corridor_cells
from entrepot.indicators.multiplicity import FALSE_DISCOVERY_RATE, adjusted

META = Meta(
    id="M2",
    slug="did_break",
    version=1,
    status="experimental",
    title="Break in listed goods",
    question="To which third countries did listed goods rise more than other goods of the same chapters, and from which month?",
    description=(
        "Raised for a third country where, since the cut-off, the coalition's exports of listed goods rose more than those of "
        "unlisted goods of the same chapters, and more than they did to unaffected partners: the interval of the PPML triple "
        "difference lies above zero, shuffled lists seldom do as much, nothing of it shows before, and the series breaks within "
        "half a year of the cut-off. Least squares on logarithms stands beside."
    ),
    why=(
        "Growth of an economy lifts listed and unlisted goods alike, and a boom in the goods lifts all partners. What is left "
        "after both, and begins with the cut-off, is hard to explain without it."
    ),
    unit="log points",
    subject_kind="corridor",
    needs=("linked__trade_flow",),
    innocent_explanations=(
        "The country began to build or buy at home what needs these goods: a data centre, a network, an assembly plant.",
        "Few goods groups make up the effect, and one contract in one of them carries it.",
        "The unlisted goods beside them fell for a reason of their own, so that listed goods rise only in comparison.",
        "Exporters now state the country of consumption where they used to state the destination.",
    ),
    references=(
        "Chupilkin, Javorcik and Plekhanov, The Eurasian roundabout, EBRD Working Paper 276, February 2023",
        "Santos Silva and Tenreyro, The log of gravity, Review of Economics and Statistics 88 (2006) 641-658",
        "Andrews, Econometrica 61 (1993) 821-856; Hansen, Journal of Econometrics 97 (2000) 93-115 (break dates)",
    ),
    not_applicable={
        "linked__trade_flow": "There are no trade statistics to estimate a break from.",
        "no_listed": "The statistics hold no monthly trade in listed goods with the coalition whose codes kept their scope.",
        "no_months": "The statistics hold fewer than three months before the cut-off, or since it, to estimate a break from.",
        "no_control_goods": (
            "No unlisted goods of the same chapters are in the statistics, or only such as stand on another list: there is "
            "nothing to hold the listed goods against."
        ),
        "no_control_partners": (
            "None of the unaffected partners (country set probe_controls) is in the statistics: there is nobody to compare with."
        ),
        "no_partners": "No third country takes enough listed goods since the cut-off for a break to be estimated.",
        "not_estimable": "The estimate cannot be made: listed or other goods were not traded both before and after.",
    },
    related=("M1", "M11", "M3"),
)


class Settings(Params):
    """Settings of M2."""

    min_pre_trend_p: float = Field(  # methods 8.1 M2
        0.1, ge=0, le=1, description="Smallest p-value of the joint test of no difference before"
    )
    max_break_months: int = Field(  # methods 8.1 M2: February to July 2022
        5, ge=0, description="Months from the cut-off's own within which the series has to break"
    )
    min_monthly_value: float = Field(  # [P] as in M11: about EUR 1 million a year, the floor of the EU rule
        100_000, ge=0, description="Listed goods in a mean month since the cut-off, from which a country is tested"
    )


PARAMS = Settings
_NOTES = (
    "Goods groups whose code began, ended or changed its scope with an edition of the HS are left out.",
    "Months of stockpiling and the month of the cut-off count for neither side.",
)


@dataclass(frozen=True)
class _Found:
    """One partner's test by permutation, and the rest where it is of note."""

    partner: str
    permutation: Permutation
    q_value: float
    more: PartnerBreak


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each third country whose shuffled lists seldom do as much: raised, or clear and why."""
    study = context.study
    prepare_corridor_cells(context)
    panel = break_panel(context.engine, study, min_monthly=params.min_monthly_value)
    if isinstance(panel, str):
        return Evaluation((not_applicable(META, panel, study),), 0)
    if not panel.partners:
        return Evaluation((not_applicable(META, "no_partners", study),), 0)
    permuted = permuted_lists(panel)
    tested = {name: test for name, test in permuted.items() if isinstance(test, Permutation)}
    findings = [_finding(context, params, panel, found) for found in _found(context, params, panel, tested)]
    if len(tested) < len(permuted):
        subjects = len(permuted) - len(tested) if tested else None
        findings.append(not_applicable(META, "not_estimable", study, subjects=subjects))
    return Evaluation(tuple(findings), len(tested))


def _found(context: Context, params: Settings, panel: BreakPanel, tested: Mapping[str, Permutation]) -> list[_Found]:
    """Return the partners of note, with PPML and all that stands beside it: the fits are made for these alone."""
    q_values = dict(zip(tested, adjusted([test.p_value for test in tested.values()]), strict=True))
    noted = [name for name in tested if tested[name].p_value <= FALSE_DISCOVERY_RATE]
    result = partner_effects(panel) if noted else NOT_ASKED
    if isinstance(result, NotApplicable):
        return []
    breaks = partner_breaks(
        panel, result, noted, lambda known: not _failed(context, params, known, q_values[known.effect.arm])
    )
    return [_Found(name, tested[name], q_values[name], breaks[name]) for name in noted if name in breaks]


def _finding(context: Context, params: Settings, panel: BreakPanel, found: _Found) -> Finding:
    effect = found.more.effect.ppml
    since = found.more.since
    failed = _failed(context, params, found.more, found.q_value)
    partner = found.partner
    rows = panel.cells.importers((partner,)) & panel.cells.is_listed
    month = f"{month_start(since.month):%Y-%m}" if isinstance(since, Break) else "no month"
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.CLEAR if failed else Outcome.RAISED,
        subject_id=f"corridor:coalition:{partner}:break",
        subject_name=f"coalition → {partner} all listed goods",
        subject_kind=META.subject_kind,
        reason=f"Listed goods stand {100 * expm1(effect.estimate):+.0f} % above what other goods and partners would suggest "
        f"(interval {100 * expm1(effect.low):+.0f} to {100 * expm1(effect.high):+.0f} %); the series breaks in {month}.",
        value=shortened(effect.estimate),
        unit=META.unit,
        threshold=0.0,
        p_value=found.permutation.p_value,
        window=(f"{month_start(panel.post_from):%Y-%m}", f"{month_start(int(panel.cells.month.max())):%Y-%m}"),
        evidence=cell_evidence(context.engine, traded_keys(panel.cells, rows)),
        caveats=(*failed, *_remarks(found.more), *_NOTES),
        details=break_details(panel, found.more, found.permutation, found.q_value),
    )


def _failed(context: Context, params: Settings, more: PartnerBreak, q_value: float) -> list[str]:
    """Return which of the conditions do not hold, in words; what was not asked is passed over."""
    cutoff = month_index(context.study.cutoff_on)
    event, since = more.event, more.since
    trend = event.pre_trend if isinstance(event, EventStudy) else None
    failed = []
    if q_value > FALSE_DISCOVERY_RATE:
        failed.append(f"Over all countries tested shuffled lists do as much too often (q = {q_value:.3f}).")
    if more.effect.ppml.low <= 0:
        failed.append("The interval of the effect holds zero, so it is not raised.")
    if trend is None and event is not NOT_ASKED:
        failed.append("What came before cannot be tested, so it is not raised.")
    elif trend is not None and trend[1] <= params.min_pre_trend_p:
        failed.append(f"Listed goods moved apart before the cut-off already (p = {trend[1]:.3f}), so it is not raised.")
    if isinstance(since, NotApplicable):
        failed.append(f"No month of a break: {since.reason}")
    elif not cutoff <= since.month <= cutoff + params.max_break_months:
        failed.append(
            f"The series breaks in {month_start(since.month):%Y-%m}, not with the cut-off, so it is not raised."
        )
    return failed


def _remarks(more: PartnerBreak) -> list[str]:
    lost = [chapter for chapter, effect in more.left_out.items() if effect is not None and effect.low <= 0]
    said = []
    if lost:
        said.append(f"Without chapter {', '.join(lost)} the interval holds zero: the effect rests on it.")
    if more.effect.is_small_base:
        said.append("Listed goods were few before: a percentage of so small a base says little.")
    if more.effect.wild is not None:
        said.append(f"Few goods groups are listed: the wild bootstrap's p-value is {more.effect.wild.p_value:.4f}.")
    if isinstance(more.since, Break):
        said += more.since.notes
    return said
