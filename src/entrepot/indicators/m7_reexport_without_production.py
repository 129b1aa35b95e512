"""M7: a country that never made the goods sends on to the destination about as much as it takes in."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from pydantic import Field

from entrepot.flows.months import month_index, month_start
from entrepot.flows.passing_share import PassingShare, passing_shares, rows_behind_shares
from entrepot.indicators.base import Context, Evaluation, Evidence, Finding, Meta, Outcome, Params, not_applicable
from entrepot.indicators.corridor_statistics import prepare_corridor_cells
from entrepot.indicators.producers import Production, productions
from entrepot.store.engine import Row

META = Meta(
    id="M7",
    slug="reexport_without_production",
    version=1,
    status="experimental",
    title="Re-export without production",
    question="Which third countries send listed goods on to the destination, about as much as they take in, without making any?",
    description=(
        "Raised for a third country and a goods group where exports to the destination over twelve months are between half "
        "and six fifths of its imports from everywhere, reach 100,000, and the country was no exporter of these goods before "
        "the cut-off (revealed comparative advantage below 0.1) and no source of the case says that it makes them."
    ),
    why=(
        "A country that does not make chips and exports to the destination nearly all that it imports is a way, not a market."
    ),
    unit="share of imports",
    subject_kind="corridor",
    needs=("linked__trade_flow",),
    innocent_explanations=(
        "Goods are assembled there from imported parts of the same code, and the maker stands in no source of the case.",
        "Inside a customs union goods circulate freely, so that both figures rest on surveys and estimates.",
        "The country is the region's old distribution centre: it always passed on what it imported.",
        "What left are other goods than came in: used equipment, returns after repair, or stocks of earlier years.",
    ),
    references=(
        "The New York Times, April 2023, on a paper of US export control: 97 per cent of Armenia's chip imports went to Russia",
        "Balassa, Trade Liberalisation and Revealed Comparative Advantage, The Manchester School 33 (1965) 99-123",
    ),
    not_applicable={
        "linked__trade_flow": "There are no trade statistics, so neither imports nor exports of third countries are known.",
        "no_reexports": "The statistics show no third country's exports of listed goods to the destination next to its imports.",
        "before_cutoff": "The twelve months known of these countries do not lie wholly behind the cut-off.",
        "no_basket": "Of these countries' exports before only listed goods are known, so nothing says what they make.",
        "changed_codes": "Goods codes that began, ended or changed with an edition: what was exported before cannot be told.",
    },
    related=("M1", "F4"),
)


class Settings(Params):
    """Settings of M7."""

    max_advantage: float = Field(  # methods 8.1 M7
        0.1, gt=0, description="Revealed comparative advantage before the cut-off, below which a country is no exporter"
    )
    min_share: float = Field(
        0.5, gt=0, description="Exports to the destination over imports, at least"
    )  # methods 8.1 M7
    max_share: float = Field(
        1.2, gt=0, description="Exports to the destination over imports, at most"
    )  # methods 8.1 M7
    min_value: float = Field(  # [P] about the monthly floor of a flow (methods 3.3) over a year
        100_000,
        ge=0,
        description="Exports to the destination over the twelve months, in the currency of the statistics",
    )


PARAMS = Settings
_CLOSE = 0.75  # clear findings are written from three quarters of a threshold on
_SAME_GOODS = "Sums of a goods group: nothing says that the goods that left are those that came in."


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each third country and goods group passed on, clear ones where it makes them or comes close."""
    study = context.study
    prepare_corridor_cells(context)
    shares = passing_shares(context.engine, study)
    if not shares:
        return Evaluation((not_applicable(META, "no_reexports", study),), 0)
    cutoff = month_index(study.cutoff_on)
    left_out = {reason: [s for s in shares if _why_not(s, cutoff) == reason] for reason in _REASONS}
    tested = [share for share in shares if _why_not(share, cutoff) is None]
    shown = [share for share in tested if _is_close(share, params)]
    known = productions(context, [share.hub_iso for share in shown])
    rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows_behind_shares(context.engine, study.destination_iso, shown):
        rows[row["hub_iso"], row["group_id"]].append(row)
    findings = [_finding(params, share, rows[share.key], known) for share in shown]
    findings += [not_applicable(META, key, study, subjects=len(left)) for key, left in left_out.items() if left]
    return Evaluation(tuple(findings), len(tested))


_REASONS = ("before_cutoff", "changed_codes", "no_basket")


def _why_not(share: PassingShare, cutoff: int) -> str | None:
    if share.last_month - 11 <= cutoff:
        return "before_cutoff"
    if share.is_rescoped:
        return "changed_codes"
    return "no_basket" if share.advantage is None else None


def _is_within(share: PassingShare, params: Settings) -> bool:
    passed = share.share
    return (
        passed is not None and params.min_share <= passed <= params.max_share and share.export_value >= params.min_value
    )


def _is_close(share: PassingShare, params: Settings) -> bool:
    """Return whether a share comes near, or lies above the band: more left than came in."""
    passed = share.share
    is_near = passed is None or passed >= _CLOSE * params.min_share
    is_new = share.advantage is not None and share.advantage < params.max_advantage / _CLOSE
    return is_near and is_new and share.export_value >= _CLOSE * params.min_value


def _finding(params: Settings, share: PassingShare, rows: list[Row], known: Sequence[Production]) -> Finding:
    makers = [maker for maker in known if maker.covers(share.hub_iso, share.group_id)]
    is_new = share.advantage is not None and share.advantage < params.max_advantage
    first, last = month_start(share.last_month - 11), month_start(share.last_month)
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if _is_within(share, params) and is_new and not makers else Outcome.CLEAR,
        subject_id=f"corridor:{share.hub_iso}:passed_on:{share.group_id}",
        subject_name=f"{share.hub_iso} {share.group_id} → destination",
        subject_kind=META.subject_kind,
        reason=_reason(share, makers),
        value=share.share,
        unit=META.unit,
        threshold=params.min_share,
        window=(f"{first:%Y-%m}", f"{last:%Y-%m}"),
        evidence=(*map(_evidence, rows), *(maker.evidence for maker in makers)),
        caveats=_caveats(params, share),
        details=_details(share, makers),
    )


def _reason(share: PassingShare, makers: list[Production]) -> str:
    passed = (
        "with no imports known" if share.share is None else f"{share.share:.0%} of imports of {share.import_value:,.0f}"
    )
    reason = f"{share.currency_code} {share.export_value:,.0f} exported to the destination in twelve months, {passed}"
    return (
        f"{reason}; made there according to {makers[0].words}." if makers else f"{reason}, and no sign of production."
    )


def _details(share: PassingShare, makers: list[Production]) -> dict[str, Any]:
    return {
        "partner_iso": share.hub_iso,
        "goods": share.group_id,
        "currency_code": share.currency_code,
        "exports_12m": share.export_value,
        "imports_12m": share.import_value,
        "comparative_advantage_before": share.advantage,
        "import_months_reported_by_the_country": share.import_months_reported,
        "production": [maker.words for maker in makers],
    }


def _caveats(params: Settings, share: PassingShare) -> tuple[str, ...]:
    caveats = [
        _SAME_GOODS,
        "Comparative advantage is taken over the goods and exporters in the case's statistics, not over the world's trade.",
    ]
    if share.import_months_reported < 12:
        caveats.append(
            f"The country itself reports imports for {share.import_months_reported} of the twelve months; of the others only "
            "what exporters in the case report is counted, so that the share may be too high."
        )
    if share.share is None or share.share > params.max_share:
        caveats.append("More left than came in: production, stocks, or imports that no file of the case shows.")
    return tuple(caveats)


def _evidence(row: Row) -> Evidence:
    verb = "exports to" if row["flow_code"] == "X" else "imports from"
    return Evidence(
        row["snapshot_id"],
        row["locator"],
        f"{row['period_on']:%Y-%m}: {row['reporter_iso']} {verb} {row['partner_iso']}, goods {row['goods_code']}, "
        f"{row['currency_code']} {row['value']:,.0f}",
        row["provenance"],
        row["publication"],
    )
