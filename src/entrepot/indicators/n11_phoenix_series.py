"""N11: one person's firms are dissolved one after the other, and the next one carries on from the same office or trade."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import pyarrow as pa
from pydantic import Field

from entrepot.indicators.base import (
    Context,
    Evaluation,
    Finding,
    Meta,
    Outcome,
    Params,
    evidence_of,
    not_applicable,
)
from entrepot.indicators.controlled_codes import prepare_controlled_codes
from entrepot.indicators.phoenix import Series, series_of, traits_of
from entrepot.indicators.reference_group import Standing, standings
from entrepot.indicators.trade_lines import prepare_trade_lines
from entrepot.records.base import TEXT
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="N11",
    slug="phoenix_series",
    version=2,
    status="experimental",
    title="Series of dissolved firms",
    question="Do one person's firms end one after the other while the next one carries on?",
    description=(
        "Asked of people who led at least two firms that were dissolved within 36 months, and a firm founded about then, "
        "where one of these firms trades controlled goods. Three signs are counted: three or more of the firms were "
        "dissolved, the newest has the registered office of one of them, and it has the industry or much of the name of one. "
        "Two signs raise the newest firm for review; all three are called strong."
    ),
    why=(
        "A firm that is dissolved leaves its debts, its records and its bad name behind. When the same person goes on from "
        "the same desk in the same trade, the series is one business whose history is meant to end."
    ),
    unit="signs",
    subject_kind="party",
    needs=("linked__declaration", "linked__controlled_line", "linked__party_record", "linked__role"),
    innocent_explanations=(
        "A serial founder whose projects fail, as most do.",
        "An insolvency professional or liquidator directs the firms that he winds up.",
        "A firm for each project or year, dissolved as planned when it is done.",
        "A group that merges its subsidiaries: the register writes dissolved where it means merged.",
    ),
    references=(
        "Stratumapis, rule of thumb for phoenix companies: dissolutions, office and industry (industry source, not official)",
        "FinCEN and BIS, Alert FIN-2022-Alert003, 28 June 2022 (shell and front firms created or re-purposed)",
    ),
    not_applicable={
        "linked__declaration": "There are no customs declarations, so no series of firms is known to trade.",
        "linked__controlled_line": "No declaration line is of controlled goods, so no series trades in them.",
        "linked__party_record": "There are no party records in the case, so no firm is known to have ended.",
        "linked__role": "No source in the case says who directs what, so firms form no series.",
        "no_dissolved_firm": "No party record gives a day on which a firm ended.",
    },
    related=("F2", "N2"),
)


class Settings(Params):
    """Settings of N11."""

    signs_min: int = Field(2, ge=1, le=3, description="Signs from which the newest firm is raised")  # methods 8.3 N11
    dissolved_min: int = Field(  # methods 8.3 N11
        3, ge=1, description="Dissolved firms of one person within the window that make a sign"
    )
    dissolved_asked_min: int = Field(  # [P] one firm that ends and one that begins is a change of form
        2, ge=1, description="Dissolved firms of a person below which nothing is asked"
    )
    window_days: int = Field(
        1096, ge=1, description="Days that the dissolutions span, at most"
    )  # methods 8.3: 36 months
    office_sharing_max: int = Field(  # as N2: above it an address belongs to a building or an agent
        20, ge=2, description="A registered office that more parties share is no sign"
    )
    nominee_firms_max: int = Field(  # as N4: insolvency professionals and nominees
        20, ge=2, description="A person who leads more firms is taken for a professional and not raised"
    )


PARAMS = Settings
_POSTS = statement_beside(__file__)
_TRAITS = statement_beside(__file__, "trait")
_TRADE = statement_beside(__file__, "trade")
_KNOWN = statement_beside(__file__, "known")


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for the newest firm of each series with a sign; clear below two, and for professionals."""
    settings: dict[str, Value] = {**params.model_dump(), "as_of_on": context.as_of_on}
    if context.rows(_KNOWN, settings)[0]["dissolved"] == 0:
        return Evaluation((not_applicable(META, "no_dissolved_firm", context.study),), 0)
    posts = context.rows(_POSTS, settings)
    firms = sorted({row["firm_id"] for row in posts})
    context.engine.register("n11__firm", pa.table({"party_id": pa.array(firms, TEXT)}))
    prepare_controlled_codes(context)
    prepare_trade_lines(context)
    trade = {row["party_id"]: row for row in context.rows(_TRADE, settings)}
    traits = traits_of(context.rows(_TRAITS, settings), params.office_sharing_max)
    best: dict[str, Series] = {}
    for _, group in groupby(posts, key=lambda row: str(row["person_id"])):
        series = series_of(list(group), traits, params.window_days, params.dissolved_min)
        if series is not None and len(series.ended) >= params.dissolved_asked_min and _trades(series, trade):
            held = best.get(series.newest["firm_id"])
            best[series.newest["firm_id"]] = series if held is None else min(held, series, key=_order)
    ranked = standings(
        {firm: float(len(series.signs)) + len(series.ended) / (1 + len(firms)) for firm, series in best.items()},
        {firm: (series.newest["country_iso"] or "unknown",) for firm, series in best.items()},
    )
    findings = tuple(
        _finding(series, trade, ranked[firm], params) for firm, series in sorted(best.items()) if series.signs
    )
    return Evaluation(findings, len(best))


def _trades(series: Series, trade: Mapping[str, Row]) -> bool:
    return any(row["firm_id"] in trade for row in series.firms)


def _order(series: Series) -> tuple[int, int, str]:
    return -len(series.signs), -len(series.ended), series.newest["person_id"]


def _is_professional(series: Series, params: Settings) -> bool:
    return bool(series.newest["firm_count"] > params.nominee_firms_max)


def _finding(series: Series, trade: Mapping[str, Row], standing: Standing, params: Settings) -> Finding:
    newest = series.newest
    is_raised = len(series.signs) >= params.signs_min and not _is_professional(series, params)
    days = [row["dissolved_on"] for row in series.ended]
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if is_raised else Outcome.CLEAR,
        subject_id=newest["firm_id"],
        subject_name=newest["firm_name"],
        subject_kind=META.subject_kind,
        reason=_reason(series, params),
        value=float(len(series.signs)),
        unit=META.unit,
        threshold=float(params.signs_min),
        window=(min(days).isoformat(), max(days).isoformat()),
        evidence=tuple(evidence_of(_evidence_rows(series.firms))),
        caveats=_caveats(newest),
        details={**_details(series, trade), **standing.details()},
        related_ids=(
            newest["person_id"],
            *(row["firm_id"] for row in series.firms if row["firm_id"] != newest["firm_id"]),
        ),
    )


def _reason(series: Series, params: Settings) -> str:
    newest, days = series.newest, [row["dissolved_on"] for row in series.ended]
    names = ", ".join(row["firm_name"] for row in series.ended)
    told = (
        f"{newest['person_name']} led {len(days)} firms dissolved from {min(days)} to {max(days)} ({names}); "
        f"{newest['firm_name']}, founded {newest['incorporated_on']}, is the newest of the series"
    )
    if _is_professional(series, params):
        return f"{told}, but {newest['firm_count']} firms are led by this person: a professional."
    strength = "strong" if len(series.signs) > params.signs_min else "review"
    return f"{told}: {strength}, {', '.join(series.signs)}." if series.signs else f"{told}."


def _evidence_rows(firms: Sequence[Row]) -> Iterator[Row]:
    names = ("snapshot_id", "locator", "provenance", "publication")
    for row in firms:
        yield {**row, "summary": f"{row['person_name']}: {row['role_kind']} of {row['firm_name']}"}
        ended = f", dissolved {row['dissolved_on']}" if row["dissolved_on"] is not None else ""
        words = f"{row['firm_name']}: founded {row['incorporated_on'] or 'on a day not known'}{ended}"
        yield {**{name: row[f"firm_{name}"] for name in names}, "summary": words}


def _caveats(newest: Row) -> tuple[str, ...]:
    if newest["joined_by"] is not None and "identifier" not in newest["joined_by"]:
        return ("The records of this person were joined without a number: the series may be that of two namesakes.",)
    return ()


def _details(series: Series, trade: Mapping[str, Row]) -> dict[str, Any]:
    return {
        "country_iso": series.newest["country_iso"],
        "strength": {0: "none", 1: "none", 2: "review"}.get(len(series.signs), "strong"),
        "signs": list(series.signs),
        "shared": list(series.shared),
        "director": series.newest["person_name"],
        "director_firm_count": series.newest["firm_count"],
        "dissolved_count": len(series.ended),
        "series": [
            {
                "name": row["firm_name"],
                "founded_on": None if row["incorporated_on"] is None else row["incorporated_on"].isoformat(),
                "dissolved_on": None if row["dissolved_on"] is None else row["dissolved_on"].isoformat(),
                "controlled_lines": int(trade[row["firm_id"]]["line_count"]) if row["firm_id"] in trade else 0,
            }
            for row in series.firms
        ],
    }
