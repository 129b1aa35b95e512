"""The estimate sheet beside the pictures: a line a partner, other ways of estimating, what could have been passed on."""

from collections.abc import Mapping
from dataclasses import dataclass

from entrepot.case.ledger_bounds import LedgerBound
from entrepot.codes.territories import name_of
from entrepot.flows.estimate import Alternative, Amount, EstimateSheet, PartnerEstimate, month_text
from entrepot.flows.synthetic_control import SyntheticControl
from entrepot.report.words import Plain

Rows = list[dict[str, Plain]]


@dataclass(frozen=True)
class ShownEstimate:
    """One partner: `mix` is its alternative by synthetic control, `donors` the names and weights behind it, empty where refused.

    `bound` is what its declarations say could have been passed on at most, None where the case has none.
    """

    partner: PartnerEstimate
    mix: Alternative
    synthetic: SyntheticControl | None
    donors: tuple[tuple[str, float], ...]
    bound: LedgerBound | None


def shown_estimates(sheet: EstimateSheet, bounds: Mapping[str, LedgerBound]) -> tuple[ShownEstimate, ...]:
    """Return the partners of a sheet as the report shows them."""
    return tuple(_shown(each, bounds.get(each.partner_iso)) for each in sheet.partners)


def _shown(partner: PartnerEstimate, bound: LedgerBound | None) -> ShownEstimate:
    mix = next(each for each in partner.alternatives if each.name == "synthetic_control")
    found = partner.synthetic if isinstance(partner.synthetic, SyntheticControl) else None
    donors = () if found is None else tuple((name_of(iso) or iso, weight) for iso, weight in found.weights.items())
    return ShownEstimate(partner, mix, found, donors, bound)


def estimate_rows(shown: tuple[ShownEstimate, ...], currency: str) -> Rows:
    """Return one row a partner and way of estimating, the headline first, with bounds and synthetic control beside it."""
    rows: Rows = []
    for each in shown:
        partner, beside = each.partner, _bounds(each)
        headline = Alternative("headline", partner.basis_words, partner.total, 0.0)
        rows += [
            {
                "partner": partner.partner_iso,
                "way": way.name,
                "words": way.words,
                "currency": currency,
                **_ends(way.total),
                "moves_by": way.moves_by,
                "why_not": way.why_not,
                **_mix(each.synthetic if way is each.mix else None),
                **beside,
            }
            for way in (headline, *partner.alternatives)
        ]
    return rows


def synthetic_rows(shown: tuple[ShownEstimate, ...], currency: str) -> Rows:
    """Return one row a partner and month: what was exported to it, and its mix of other partners."""
    return [
        {
            "partner": each.partner.partner_iso,
            "month": month_text(month),
            "actual": actual,
            "synthetic": mixed,
            "currency": currency,
            "is_since": month >= each.synthetic.since_month,
        }
        for each in shown
        if each.synthetic is not None
        for month, actual, mixed in zip(
            each.synthetic.months, each.synthetic.actual, each.synthetic.synthetic, strict=True
        )
    ]


def _ends(total: Amount | None) -> dict[str, Plain]:
    if total is None:
        return {"total": None, "low": None, "high": None}
    return {"total": total.value, "low": total.low, "high": total.high}


def _mix(found: SyntheticControl | None) -> dict[str, Plain]:
    if found is None:
        return dict.fromkeys(("weights", "error_before", "placebos", "p_value"))
    return {
        "weights": " ".join(f"{iso}={weight:.6g}" for iso, weight in found.weights.items()),
        "error_before": found.own.error_before,
        "placebos": len(found.placebos),
        "p_value": found.p_value,
    }


def _bounds(each: ShownEstimate) -> dict[str, Plain]:
    bound = None if each.bound is None else each.bound.bound
    return {
        "passed_on_at_most": each.partner.passed_on_max,
        "passed_on_words": each.partner.passed_on_words,
        "ledger_firms_at_most_usd": None if bound is None else bound.most_by_firm_usd,
        "ledger_country_at_most_usd": None if bound is None else bound.most_by_country_usd,
        "ledger_provenance": None if each.bound is None else each.bound.provenance,
        "ledger_words": None if bound is None else bound.words,
    }
