"""F3: a firm trades controlled goods that firms of its line of business do not trade."""

import math
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass

import pyarrow as pa
from pydantic import Field

from entrepot.indicators.base import Context, Evaluation, Finding, Meta, Outcome, Params, not_applicable
from entrepot.indicators.controlled_codes import prepare_controlled_codes
from entrepot.indicators.declared_lines import line_evidence
from entrepot.indicators.fact_evidence import fact_evidence
from entrepot.indicators.firm_lines import largest_lines
from entrepot.indicators.lines_of_business import Fit, GoodsOfIndustries, basket_fit, industry_of
from entrepot.indicators.trade_lines import prepare_trade_lines
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="F3",
    slug="line_of_business_mismatch",
    version=2,
    status="experimental",
    title="Goods outside its business",
    question="Which firms trade controlled goods that firms of their line of business do not trade?",
    description=(
        "Raised for an importer or exporter outside the coalition with at least USD 50,000 of controlled goods since the "
        "cut-off in HS headings that firms of its line of business trade at most half as often as all traders, where the whole "
        "of its controlled goods fits worse than those of all but one in a hundred traders. Raised as well where the registered "
        "line of business was changed within twelve months before the first controlled goods, and the old one did not go "
        "with them. Broad lines of business are not judged."
    ),
    why=(
        "Chips bought by a dealer in charcoal are not for the charcoal. BIS names goods that do not fit the buyer's line of "
        "business as a red flag."
    ),
    unit="share of traders whose goods fit as badly",
    subject_kind="party",
    needs=("linked__declaration", "linked__controlled_line"),
    innocent_explanations=(
        "The registered code is the one of the founding day and was never brought up to date.",
        "The firm entered a new trade and told the register later, or not at all.",
        "A maker of other goods imports parts for its own machines and vehicles.",
        "A group buys through one company whose code is that of its main business.",
    ),
    references=(
        "BIS, Supplement No. 3 to 15 CFR Part 732, flags 2 and 4: product does not fit the buyer's line of business",
        "FinCEN and BIS, FIN-2023-NTC2, 6 November 2023: a party not in the business paid for",
        "Eurostat, NACE Rev. 2 (2008): the classes that are too broad to be judged",
    ),
    not_applicable={
        "linked__declaration": "There are no customs declarations in this case, so no trade can be held against a business.",
        "linked__controlled_line": "No line is of controlled goods, so none can be outside a firm's business.",
        "no_business": "No register gives the line of business of any trader.",
        "broad_business": "These traders' line of business is too broad (wholesale of a variety of goods) to say what fits.",
        "small_industry": "Too few other firms of these traders' line of business trade anything to say what is usual.",
    },
    related=("F1", "F4"),
)


class Settings(Params):
    """Settings of F3."""

    max_percentile: float = Field(  # methods 8.2 F3: below the 1st percentile
        0.01, gt=0, lt=1, description="Share of traders of controlled goods whose goods fit as badly, at most"
    )
    min_value_usd: float = Field(  # the floor of methods 8.2 F2
        50_000, ge=0, description="Controlled goods in such headings, at least, USD"
    )
    switch_days: int = Field(  # methods 8.2 F3: 12 months
        365, ge=0, description="Days from a change of the line of business to the first controlled goods, at most"
    )
    max_lift: float = Field(  # [P] half as common as with everyone; what is rare with all says nothing of this firm
        0.5, gt=0, description="How common the heading is in the line of business against all traders, at most"
    )
    pseudo_firms: float = (
        Field(  # [P] half a dozen firms: weighs the chapter and all traders where an industry is small
            5.0, gt=0, description="Firms that the wider group counts for in the smoothed share"
        )
    )
    min_industry_firms: int = Field(30, ge=5, description="Other traders of the line of business, at least")  # [P]


PARAMS = Settings
_TEXTS = statement_beside(__file__, "text")
_PAIRS = statement_beside(__file__, "pair")
_CELLS = statement_beside(__file__, "cell")
_FIRMS = statement_beside(__file__)
_SAID = statement_beside(__file__, "said")
_CLOSE = 2.0  # clear findings are written up to twice the percentile
_INDUSTRY = pa.schema([("business_text", pa.string()), ("industry", pa.string()), ("is_broad", pa.bool_())])


@dataclass(frozen=True)
class _Judged:
    """A heading of a firm with how it fits its line of business, and the one before where that was changed."""

    row: Row
    fit: Fit
    before: Fit | None

    def is_misfit(self, params: Settings) -> bool:
        """Return whether the heading is rare in the line of business against all traders."""
        return self.fit.lift <= params.max_lift

    def is_switched_for(self, params: Settings) -> bool:
        """Return whether the line of business was changed shortly before, from one the goods did not go with."""
        return self.before is not None and self.before.lift <= params.max_lift


@dataclass(frozen=True)
class _Firm:
    """A firm's headings, those that do not fit first, and the share of traders whose goods fit as badly."""

    headings: list[_Judged]
    percentile: float
    misfit_usd: float
    switched_usd: float

    def raised_by(self, params: Settings) -> list[str]:
        """Return by which of the two rules the firm is raised."""
        is_odd = self.percentile <= params.max_percentile and self.misfit_usd > 0
        rules = {
            "mismatch": is_odd and self.misfit_usd >= params.min_value_usd,
            "switched_before": self.switched_usd > 0 and self.switched_usd >= params.min_value_usd,
        }
        return [name for name, holds in rules.items() if holds]

    def is_close(self, params: Settings) -> bool:
        """Return whether the firm is among twice as many of the worst fits."""
        return self.percentile <= _CLOSE * params.max_percentile and self.misfit_usd > 0


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each trader with goods outside its business, and clear ones for those close to it."""
    study = context.study
    settings: dict[str, Value] = {
        "cutoff_on": study.cutoff_on,
        "as_of_on": context.as_of_on,
        "coalition_set": study.coalition_set,
        "switch_days": params.switch_days,
    }
    prepare_controlled_codes(context)
    prepare_trade_lines(context)
    texts = [row["business_text"] for row in context.rows(_TEXTS, settings)]
    known = [{"business_text": t, "industry": i.key, "is_broad": i.is_broad} for t in texts for i in [industry_of(t)]]
    context.engine.register("f3__industry", pa.Table.from_pylist(known, schema=_INDUSTRY))
    if context.engine.materialise("f3__pair", _PAIRS, settings) == 0:
        return Evaluation((not_applicable(META, "no_business", study),), 0)
    rows = context.rows(_FIRMS, settings)
    goods = GoodsOfIndustries(
        context.rows(_CELLS), pseudo_firms=params.pseudo_firms, least_firms=params.min_industry_firms
    )
    asked = [row for row in rows if not row["is_broad"] and goods.is_judged(row["industry"])]
    firms = [f for f in _firms(params, asked, goods) if f.raised_by(params) or f.is_close(params)]
    findings = _findings(context, params, firms)
    left_out: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if not row["is_coalition"] and (row["is_broad"] or not goods.is_judged(row["industry"])):
            left_out["broad_business" if row["is_broad"] else "small_industry"].add(row["party_id"])
    findings += [not_applicable(META, reason, study, subjects=len(left_out[reason])) for reason in sorted(left_out)]
    return Evaluation(tuple(findings), len({row["party_id"] for row in asked if not row["is_coalition"]}))


def _firms(params: Settings, rows: list[Row], goods: GoodsOfIndustries) -> list[_Firm]:
    headings: dict[str, list[_Judged]] = defaultdict(list)
    for row in rows:
        before = row["industry_before"]
        old = goods.fit(before, row["hs4"]) if before is not None and goods.is_judged(before) else None
        headings[row["party_id"]].append(_Judged(row, goods.fit(row["industry"], row["hs4"]), old))
    basket = {party: basket_fit((j.fit, j.row["value_usd"]) for j in judged) for party, judged in headings.items()}
    ordered = sorted(basket.values())
    outside = {party: judged for party, judged in headings.items() if not judged[0].row["is_coalition"]}
    return [
        _firm(params, judged, bisect_right(ordered, basket[party]) / len(ordered)) for party, judged in outside.items()
    ]


def _firm(params: Settings, judged: list[_Judged], percentile: float) -> _Firm:
    ordered = sorted(judged, key=lambda j: (not j.is_misfit(params), -j.row["value_usd"], j.row["hs4"]))
    odd = [j for j in ordered if j.is_misfit(params) or j.is_switched_for(params)]
    misfit = math.fsum(j.row["value_usd"] for j in judged if j.is_misfit(params))
    switched = math.fsum(j.row["value_usd"] for j in judged if j.is_switched_for(params))
    return _Firm(odd or ordered, percentile, round(misfit, 2), round(switched, 2))


def _findings(context: Context, params: Settings, firms: list[_Firm]) -> list[Finding]:
    if not firms:
        return []
    ids = [firm.headings[0].row["party_id"] for firm in firms]
    lines = largest_lines(context, ids, from_on=context.study.cutoff_on)
    said: dict[str, list[Row]] = defaultdict(list)
    for row in context.rows(_SAID, {"as_of_on": context.as_of_on}):
        said[row["party_id"]].append(row)
    return [_finding(params, firm, said[party], lines.get(party, [])) for party, firm in zip(ids, firms, strict=True)]


def _finding(params: Settings, firm: _Firm, said: list[Row], lines: list[Row]) -> Finding:
    head, raised_by = firm.headings[0], firm.raised_by(params)
    row, headings = head.row, {judged.row["hs4"] for judged in firm.headings}
    shown = [line for line in lines if line["hs6"][:4] in headings]
    days = sorted(line["declared_on"] for line in shown)
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if raised_by else Outcome.CLEAR,
        subject_id=row["party_id"],
        subject_name=row["name"],
        subject_kind=META.subject_kind,
        reason=_reason(firm),
        value=round(firm.percentile, 6),
        unit=META.unit,
        threshold=params.max_percentile,
        window=(days[0].isoformat(), days[-1].isoformat()) if days else None,
        evidence=(*map(fact_evidence, said), *line_evidence(shown)),
        caveats=("The firm's country is not known, so it may lie inside the coalition.",)
        if row["country_iso"] is None
        else (),
        details={
            "hs4": row["hs4"],
            "headings": sorted(headings),
            "business": row["business_text"],
            "industry": row["industry"],
            "probability": round(head.fit.probability, 8),
            "lift": round(head.fit.lift, 6),
            "misfit_value_usd": firm.misfit_usd,
            "raised_by": raised_by,
            "switched_on": None if row["switched_on"] is None else row["switched_on"].isoformat(),
            "industry_before": row["industry_before"],
            "first_controlled_on": row["first_on"].isoformat(),
            "score": round(1 - firm.percentile, 6),
        },
    )


def _reason(firm: _Firm) -> str:
    head = firm.headings[0]
    value = sum(judged.row["value_usd"] for judged in firm.headings)
    words = (
        f'Registered for "{head.row["business_text"]}", it traded USD {value:,.0f} of controlled goods of HS '
        f"{', '.join(sorted(j.row['hs4'] for j in firm.headings))}; of its line of business {head.fit.probability:.2%} of "
        f"firms trade HS {head.row['hs4']}."
    )
    if head.row["switched_on"] is None:
        return words
    return f"{words} The line of business was changed on {head.row['switched_on']} from {head.row['industry_before']}."
