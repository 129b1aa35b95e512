"""The estimate sheet: what was diverted to a destination, by partner and month, with intervals and what moves them.

The figures are made in flows/estimating.py; docs/flows.md has the formulas and the limits in words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Final, Literal

from entrepot.flows.breaks import Break
from entrepot.flows.fit import NotApplicable
from entrepot.flows.months import month_start
from entrepot.flows.period_comparison import Comparison
from entrepot.flows.synthetic_control import SyntheticControl
from entrepot.store.engine import Engine, Row, Value, rows_of
from entrepot.store.sql import statement_beside

# What the counterfactual rests on, the strongest first.
Basis = Literal["unlisted_goods_and_other_partners", "unlisted_goods", "other_partners", "own_baseline"]
BASES: Final[tuple[Basis, ...]] = (
    "unlisted_goods_and_other_partners",
    "unlisted_goods",
    "other_partners",
    "own_baseline",
)
BASIS_WORDS: Final[Mapping[Basis, str]] = {
    "unlisted_goods_and_other_partners": "growth of unlisted goods to the same partner, and of listed against unlisted "
    "goods to partners that were not affected",
    "unlisted_goods": "growth of unlisted goods to the same partner; no unaffected partner in the data",
    "other_partners": "growth of listed goods to partners that were not affected; no unlisted goods in the data",
    "own_baseline": "the partner's own baseline, no growth; neither unlisted goods nor unaffected partners in the data",
}


@dataclass(frozen=True)
class Amount:
    """A figure with its 95 % interval, in the sheet's currency (or a share); an end that is open is None."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class MonthEstimate:
    """One month since the cut-off: `diverted` is observed less counterfactual. `month` reads `2022-03`.

    `passed_on_max` is the most that could have gone on to the destination in that month: the lesser, goods group by goods
    group, of what came in and what went out; None where the onward trade is not known.
    """

    month: str
    observed: float
    counterfactual: Amount
    diverted: Amount
    passed_on_max: float | None


@dataclass(frozen=True)
class Alternative:
    """The total under one other assumption; `moves_by` is how far it lies from the headline's.

    `total` and `moves_by` are None where it cannot be had, and `why_not` says why.
    """

    name: str
    words: str
    total: Amount | None
    moves_by: float | None
    why_not: str | None = None


@dataclass(frozen=True)
class PartnerEstimate:
    """What was diverted through one partner, all months since the cut-off together and month by month.

    `naive` is all growth over the baseline. `total` is observed less counterfactual; `log_effect` the difference of log
    differences behind it, None where the partner had no listed trade before. `share_of_lost` is the total over the direct
    exports lost, None where none were lost. `passed_on_max` bounds the total, None with `passed_on_words` saying why.
    `comparisons` are by the names of the baselines (period_comparison.study_windows). `since` is when the series broke.
    `alternatives` are sorted by how far the total moves; `synthetic` is what stands behind the one of that name, over baseline
    and period, or why there is none. `exporters` are the reporting blocks that count.
    """

    partner_iso: str
    partner_name: str
    exporters: tuple[str, ...]
    goods_groups: tuple[str, ...]
    basis: Basis
    basis_words: str
    naive: Amount
    total: Amount
    log_effect: Amount | None
    share_of_lost: Amount | None
    passed_on_max: float | None
    passed_on_words: str
    comparisons: Mapping[str, Comparison]
    since: Break | NotApplicable
    months: tuple[MonthEstimate, ...]
    alternatives: tuple[Alternative, ...]
    synthetic: SyntheticControl | NotApplicable
    baseline_months: tuple[int, ...]
    period_months: tuple[int, ...]
    control_partners: tuple[str, ...]
    control_groups: int
    provenance: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class LeftOut:
    """A partner of which there is no estimate, and why."""

    partner_iso: str
    reason: str


@dataclass(frozen=True)
class EstimateSheet:
    """One destination, goods list and date: partners by size of the estimate, those without one, and what to know.

    `lost_direct` is by how much direct exports of listed goods fell short of their baseline, None where there are none.
    `total` adds the partners' estimates draw by draw, None without partners. `guards` name what was left out of the goods
    and why (HS editions); `caveats` what the figures cannot say.
    """

    destination_iso: str
    controls_list: str
    cutoff_on: str
    as_of_on: str
    currency_code: str
    baseline_words: str
    lost_direct: Amount | None
    total: Amount | None
    partners: tuple[PartnerEstimate, ...]
    left_out: tuple[LeftOut, ...]
    guards: tuple[str, ...]
    caveats: tuple[str, ...]

    def partner(self, partner_iso: str) -> PartnerEstimate | None:
        """Return a partner's estimate; None where there is none."""
        return next((each for each in self.partners if each.partner_iso == partner_iso), None)

    def to_json(self) -> dict[str, object]:
        """Return the sheet as JSON can hold it; months read `2022-03` everywhere."""
        found = _plain(self)
        return found if isinstance(found, dict) else {}


def rows_of_estimate(engine: Engine, estimate: PartnerEstimate) -> list[Row]:
    """Return the reported rows behind a partner's observed and baseline figures, listed goods, both sides, by month.

    Each with its place in the file (snapshot_id, locator); `month` is text. The engine holds the tables of `prepare_cells`.
    """
    months = (*estimate.baseline_months, *estimate.period_months)
    if not months:
        return []
    parameters: dict[str, Value] = {
        "exporters": list(estimate.exporters),
        "importer": estimate.partner_iso,
        "groups": list(estimate.goods_groups),
        "months": sorted(months),
    }
    return rows_of(engine.run(statement_beside(__file__, "rows"), parameters))


def month_text(index: int) -> str:
    """Return a month index as `2022-03`."""
    return f"{month_start(index):%Y-%m}"


def rounded(value: float) -> float:
    """Return a figure with at most twelve significant digits, so that the last bits of a sum are not shown."""
    return float(f"{value:.12g}")


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        told = {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
        return told | _months_told(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value


def _months_told(value: object) -> dict[str, object]:
    """Return the fields that hold month indexes as text."""
    if isinstance(value, Break):
        return {name: month_text(getattr(value, name)) for name in ("month", "low", "high")}
    if isinstance(value, SyntheticControl):
        return {"months": [month_text(month) for month in value.months], "since_month": month_text(value.since_month)}
    if isinstance(value, PartnerEstimate):
        names = ("baseline_months", "period_months")
        return {name: [month_text(month) for month in getattr(value, name)] for name in names}
    return {}
