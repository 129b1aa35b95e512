"""F7: an importer's listed goods come by routes that nobody used before the cut-off."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from entrepot.indicators.base import Context, Evaluation, Evidence, Finding, Meta, Outcome, not_applicable
from entrepot.indicators.party_names import party_names
from entrepot.indicators.receipts import Shown, prepare_receipts, reach_by_country, receipt_evidence
from entrepot.indicators.reference_group import Standing, standings
from entrepot.indicators.route_uses import RouteUse, Settings, route_uses
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="F7",
    slug="new_route_triple",
    version=2,
    status="experimental",
    title="Routes never used before",
    question="Which importers receive listed goods of known makers from countries that never sent them before the cut-off?",
    description=(
        "Raised for an importer outside the coalition, at least half of whose listed goods by value since the cut-off (USD "
        "50,000 or more) came by new routes: goods of a maker that its country received before, from a country that never "
        "dispatched them there. The share of new routes must be more than chance, both beside the importer's own civilian "
        "goods and beside its neighbours' listed goods (p at most 0.01, q at most 0.1 over the importers of so much)."
    ),
    why=(
        "Makers seldom move their places of dispatch. When known goods suddenly come from a country that never sent them, "
        "somebody there buys them to sell them on."
    ),
    unit="share",
    subject_kind="party",
    needs=("linked__declaration", "linked__controlled_line"),
    innocent_explanations=(
        "The maker opened a regional warehouse, or moved it out of the destination.",
        "Carriers changed their hubs, and goods of all kinds come by the new way.",
        "The records before the cut-off are thin, or spell the maker in another way.",
    ),
    references=(
        "Chupilkin, Javorcik and Plekhanov, The Eurasian roundabout, EBRD Working Paper 276 (new trade routes)",
        "UN Statistics Division, HS 2022 to HS 2017 correlation tables (for the edition guard)",
    ),
    not_applicable={
        "linked__declaration": "There are no customs declarations in this case, so no route can be compared with earlier ones.",
        "linked__controlled_line": "No declaration line is of goods on the study's list, so they have no routes.",
        "no_routes": "No listed goods after the cut-off name both a maker known before it and the country of dispatch.",
        "short_history": "The declarations of these importers' country hold fewer months before the cut-off than are needed.",
    },
    related=("F8", "M8"),
)


PARAMS = Settings
_ROUTES = statement_beside(__file__)
_NEW = statement_beside(__file__, "route")
_COALITION = statement_beside(__file__, "coalition")
_CLOSE = 0.5  # clear findings are written from half the share on


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each importer of listed goods by new routes, clear where chance or the value is not ruled out."""
    prepare_receipts(context)
    study = context.study
    asked: dict[str, Value] = {
        "cutoff_on": study.cutoff_on,
        "as_of_on": context.as_of_on,
        "controls_list": study.controls_list,
        "coalition_set": study.coalition_set,
        **params.model_dump(include={"lines_before_min", "route_value_min"}),
    }
    coalition = {row["country_iso"] for row in context.rows(_COALITION, asked)}
    rows = [row for row in context.rows(_ROUTES, asked) if row["country_iso"] not in coalition]
    reach = reach_by_country(context)
    known = [row for row in rows if reach[row["country_iso"]]["months_before"] >= params.months_before_min]
    every = route_uses(known, min_value_usd=params.min_value_usd)
    listed = {row["party_id"] for row in rows if row["is_listed"]}
    short = len(listed - {row["party_id"] for row in known if row["is_listed"]})
    if not listed:
        return Evaluation((not_applicable(META, "no_routes", study),), 0)
    findings = _findings(context, params, every, asked)
    if short:
        findings.append(not_applicable(META, "short_history", study, subjects=short))
    return Evaluation(tuple(findings), len({one.row["party_id"] for one in every}))


def _findings(context: Context, params: Settings, every: Sequence[RouteUse], asked: Mapping[str, Any]) -> list[Finding]:
    scores = standings(
        {one.row["party_id"]: one.row["new_usd"] for one in every},
        {one.row["party_id"]: (one.row["country_iso"],) for one in every},
    )
    shown: dict[str, RouteUse] = {}
    for one in sorted(every, key=lambda o: (not o.is_raised(params), -o.row["new_usd"], o.row["country_iso"])):
        is_close = one.share >= _CLOSE * params.min_share and one.row["new_usd"] >= params.min_value_usd
        if is_close or one.is_raised(params):
            shown.setdefault(one.row["party_id"], one)
    names = party_names(context, shown)
    routes: dict[str, list[Row]] = defaultdict(list)
    for row in context.rows(_NEW, {**asked, "party_ids": sorted(shown)}) if shown else []:
        if row["country_iso"] == shown[row["party_id"]].row["country_iso"]:
            routes[row["party_id"]].append(row)
    wanted = [
        _shown(context, route, side)
        for listed in routes.values()
        for side, route in enumerate(listed[: params.routes_shown])
    ]
    lines = receipt_evidence(context, wanted, lines_shown=params.lines_shown)
    return [
        _finding(
            context,
            params,
            one,
            name=names[party],
            standing=scores[party],
            routes=routes[party],
            lines=lines.get(party, {}),
        )
        for party, one in shown.items()
    ]


def _shown(context: Context, route: Row, side: int) -> Shown:
    return Shown(
        route["party_id"],
        f"{side:03d}",
        route["party_id"],
        context.study.cutoff_on,
        context.as_of_on,
        hs_group_id=route["hs_group_id"],
        maker=route["maker"],
        dispatch_iso=route["dispatch_iso"],
    )


def _finding(
    context: Context,
    params: Settings,
    one: RouteUse,
    *,
    name: str,
    standing: Standing,
    routes: Sequence[Row],
    lines: Mapping[str, tuple[Evidence, ...]],
) -> Finding:
    row, study = one.row, context.study
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if one.is_raised(params) else Outcome.CLEAR,
        subject_id=row["party_id"],
        subject_name=name,
        subject_kind=META.subject_kind,
        reason=(
            f"{row['new_routes']} of {row['routes']} routes of listed goods to {name} since the cut-off are new in the records "
            f"of {row['country_iso']}: {one.share:.0%} of the value, USD {row['new_usd']:,.0f}; of its civilian goods "
            f"{one.civilian['new_routes']} of {one.civilian['routes']}, of its neighbours' listed goods {one.peer_rate:.1%}."
        ),
        value=round(one.share, 6),
        unit=META.unit,
        threshold=params.min_share,
        p_value=one.p_value,
        window=(study.cutoff_on.isoformat(), max([study.cutoff_on, *(r["first_on"] for r in routes)]).isoformat()),
        evidence=tuple(line for side in sorted(lines) for line in lines[side]),
        caveats=("New means: not in the declarations of this case, which may not hold all trade before the cut-off.",),
        details={**_details(params, one, routes), **standing.details()},
    )


def _details(params: Settings, one: RouteUse, routes: Sequence[Row]) -> dict[str, Any]:
    named = ("hs_group_id", "maker", "dispatch_iso", "lines", "value_usd", "lines_before")
    return {
        "country_iso": one.row["country_iso"],
        "routes": one.row["routes"],
        "new_routes": one.row["new_routes"],
        "value_usd": one.row["value_usd"],
        "new_usd": one.row["new_usd"],
        "civilian_routes": one.civilian["routes"],
        "civilian_new_routes": one.civilian["new_routes"],
        "peer_rate": round(one.peer_rate, 6),
        "new_triples": [{name: route[name] for name in named} for route in routes[: params.routes_shown]],
        "q_value": one.q_value,
    }
