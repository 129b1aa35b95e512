"""N9: a trader in controlled goods is one or two steps from a defence end user, nearer than chance explains."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from entrepot.indicators.base import (
    Context,
    Evaluation,
    Evidence,
    Finding,
    Meta,
    Outcome,
    evidence_of,
    not_applicable,
)
from entrepot.indicators.near_traders import Near, Settings, near_traders
from entrepot.indicators.pair_lines import pair_evidence
from entrepot.indicators.proximity import Network, Route
from entrepot.indicators.trade_pairs import prepare_trade_pairs
from entrepot.records.base import TEXT
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="N9",
    slug="defence_end_user_proximity",
    version=3,
    status="experimental",
    title="Near a defence end user",
    question="Does a trader in controlled goods sell to, supply or belong to a defence end user within two steps?",
    description=(
        "Raised for a firm that trades controlled goods and is at most two steps of sale (USD 10,000 or more of controlled "
        "goods), supply, procurement or ownership "
        "away from a party that a source calls a defence end user or a security service, and nearer to all of them (a short "
        "personalised PageRank) than to parties of the same country with as many suppliers drawn in their place (p at most "
        "0.01, q at most 0.1 over all traders). Where a step of the path is a stated relation, among the nearest one in a "
        "hundred of the traders with as many customers. The path is shown."
    ),
    why=(
        "Controlled goods are controlled because of who uses them in the end. Stek, which bought from Da Group 22, is "
        "reported to have the FSB, the foreign intelligence service and the Ministry of Defence among its customers."
    ),
    unit="steps",
    subject_kind="party",
    needs=("linked__declaration", "linked__tag"),
    innocent_explanations=(
        "A large distributor sells to everyone, and a ministry is one customer of thousands.",
        "The end user buys civilian goods from this firm, and the controlled goods went elsewhere.",
        "The supply relation is old, or a newspaper inferred it.",
    ),
    references=(
        "iStories, OCCRP and Der Spiegel, 19 May 2023 (Stek and its customers)",
        "Verstka, as covered by the press (11 of the 25 largest importers supply the defence industry)",
        "US Department of Justice, as quoted by the press (end users of the Serniya network)",
        "Page, Brin, Motwani and Winograd, The PageRank Citation Ranking, Stanford, 1998 (personalised PageRank)",
    ),
    not_applicable={
        "linked__declaration": "There are no declarations, so nobody is known to trade controlled goods.",
        "linked__tag": "No source in the case says what any party is.",
        "no_end_user": "No party in the case is called a defence end user or a security service.",
        "no_trader": "Nobody in the case trades controlled goods.",
    },
    related=("N12", "F6"),
)


PARAMS = Settings
_TRADERS = statement_beside(__file__)
_TARGETS = statement_beside(__file__, "target")
_NUMBERS = statement_beside(__file__, "number")
_EDGES = statement_beside(__file__, "edge")
_HOPS = statement_beside(__file__, "hop")
_NAMES = statement_beside(__file__, "name")
_STEP_WORDS = {
    "sells_to": "sells to",
    "supplies": "supplies",
    "procures_for": "procures for",
    "owns": "owned or owner:",
}


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each trader within reach of an end user: clear where chance puts others as near."""
    targets = context.rows(_TARGETS)
    if not targets:
        return _not_asked(context, "no_end_user")
    prepare_trade_pairs(context)
    target_ids = {row["party_id"] for row in targets}
    asked: dict[str, Value] = {"is_controlled_only": params.is_controlled_only}
    traders = [row for row in context.rows(_TRADERS, asked) if row["party_id"] not in target_ids]
    if not traders:
        return _not_asked(context, "no_trader")
    near = near_traders(_network(context, params), traders, sorted(target_ids), params)
    places = _Places(context, near, targets, lines_shown=params.lines_shown)
    return Evaluation(tuple(_finding(one, places, params) for one in near), len(traders))


def _not_asked(context: Context, reason_key: str) -> Evaluation:
    return Evaluation((not_applicable(META, reason_key, context.study),), 0)


def _network(context: Context, params: Settings) -> Network:
    asked: dict[str, Value] = params.model_dump(include={"is_controlled_only", "sale_value_min"})
    context.engine.materialise("n9__number", _NUMBERS)
    numbers = context.engine.read("n9__number").sort_by("node_id")
    return Network(
        numbers["party_id"].to_pylist(), numbers["country_iso"].to_pylist(), context.engine.run(_EDGES, asked)
    )


class _Places:
    """Names, evidence of steps and of end users, read once for all findings."""

    def __init__(self, context: Context, near: Sequence[Near], targets: Sequence[Row], *, lines_shown: int) -> None:
        hops = [hop for one in near for path in one.paths for hop in path.hops]
        nodes = sorted({party_id for hop in hops for party_id in (hop.from_id, hop.to_id)})
        context.engine.register("n9__node", pa.table({"party_id": pa.array(nodes, TEXT)}))
        self.names: dict[str, str] = {row["party_id"]: row["name"] for row in context.rows(_NAMES)}
        self.links: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in context.rows(_HOPS):
            self.links[row["from_id"], row["to_id"]].append(row)
        self.tags: dict[str, list[Row]] = defaultdict(list)
        for row in targets:
            self.tags[row["party_id"]].append(row)
        sales = {(hop.from_id, hop.to_id) for hop in hops if hop.edge_kind == "sells_to"}
        self.sales: Mapping[tuple[str, str], tuple[Evidence, ...]] = (
            pair_evidence(context, sales, lines_shown=lines_shown) if sales else {}
        )

    def name(self, party_id: str) -> str:
        """Return a party's name, its id where no row names it."""
        return self.names.get(party_id, party_id)

    def evidence(self, path: Route) -> Iterator[Evidence]:
        """Yield the rows of a path's steps, then what its end is called."""
        for hop in path.hops:
            yield from self.sales.get((hop.from_id, hop.to_id), ()) if hop.edge_kind == "sells_to" else ()
            for row in (*self.links.get((hop.from_id, hop.to_id), ()), *self.links.get((hop.to_id, hop.from_id), ())):
                if row["link_kind"] == hop.edge_kind:
                    names = self.name(row["from_id"]), self.name(row["to_id"])
                    yield from evidence_of([{**row, "summary": f" {row['link_kind'].replace('_', ' ')} ".join(names)}])
        for row in self.tags[path.target_id]:
            yield from evidence_of([{**row, "summary": f"{row['name']}: {row['tag'].replace('_', ' ')}"}])


def _finding(one: Near, places: _Places, params: Settings) -> Finding:
    is_compared = one.candidates >= params.peers_min
    is_raised = one.is_raised(params)
    trader = one.trader
    evidence = {(item.snapshot, item.locator): item for path in one.paths for item in places.evidence(path)}
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if is_raised else Outcome.CLEAR,
        subject_id=trader["party_id"],
        subject_name=trader["name"],
        subject_kind=META.subject_kind,
        reason=_reason(one, places, is_raised=is_raised),
        value=float(one.hops),
        unit=META.unit,
        threshold=float(params.hops_max),
        p_value=one.told_p if is_compared else None,
        evidence=tuple(evidence.values()),
        caveats=_caveats(one, is_compared=is_compared),
        details=_details(one, places),
        related_ids=tuple(sorted({hop.to_id for path in one.paths for hop in path.hops})),
    )


def _path_words(trader_id: str, path: Route, places: _Places) -> str:
    steps = [f"{_STEP_WORDS[hop.edge_kind]} {places.name(hop.to_id)}" for hop in path.hops]
    return f"{places.name(trader_id)} {', which '.join(steps)}"


def _reason(one: Near, places: _Places, *, is_raised: bool) -> str:
    path = _path_words(one.trader["party_id"], one.paths[0], places)
    if is_raised:
        return f"{path}, called {places.tags[one.paths[0].target_id][0]['tag'].replace('_', ' ')}."
    peers = f"{one.near_peer_count} of {one.peer_count} traders with as many customers are near one too"
    return f"{path}, but {peers}, and the chance to be as near is up to {one.told_p:.2g}."


def _caveats(one: Near, *, is_compared: bool) -> tuple[str, ...]:
    caveats = ["A path of relations says who could pass goods on, not that anything was passed on."]
    if not is_compared:
        caveats.append(f"Only {one.candidates} parties could stand in an end user's place: too few to compare with.")
    return tuple(caveats)


def _details(one: Near, places: _Places) -> dict[str, Any]:
    return {
        "path": _path_words(one.trader["party_id"], one.paths[0], places),
        "end_users": [{"name": places.name(path.target_id), "steps": len(path.hops)} for path in one.paths],
        "degree": one.degree,
        "nearness": one.nearness,
        "nearness_by_chance": one.expected,
        "chance_p": one.p_value,
        "rank_p": one.rank_p,
        "candidates": one.candidates,
        "peer_count": one.peer_count,
        "near_peer_count": one.near_peer_count,
        "is_stated": one.is_stated,
        "q_value": one.q_value,
        "line_count": one.trader["line_count"],
        "controlled_line_count": one.trader["controlled_line_count"],
        **one.standing.details(),
    }
