"""N9: a trader in controlled goods is one or two steps from a defence end user."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from pydantic import Field

from entrepot.graph.paths import Path, shortest_paths
from entrepot.indicators.base import (
    Context,
    Evaluation,
    Evidence,
    Finding,
    Meta,
    Outcome,
    Params,
    evidence_of,
    not_applicable,
)
from entrepot.indicators.pair_lines import pair_evidence
from entrepot.records.base import TEXT
from entrepot.store.engine import Row, Value
from entrepot.store.sql import statement_beside

META = Meta(
    id="N9",
    slug="defence_end_user_proximity",
    version=1,
    status="experimental",
    title="Near a defence end user",
    question="Does a trader in controlled goods sell to, supply or belong to a defence end user within two steps?",
    description=(
        "Raised for a firm that trades controlled goods and is at most two steps of sale, supply, procurement or ownership "
        "away from a party that a source calls a defence end user or a security service, where few traders with as many "
        "connections are so near. The path is shown step by step."
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
    ),
    not_applicable={
        "linked__declaration": "There are no declarations, so nobody is known to trade controlled goods.",
        "linked__tag": "No source in the case says what any party is.",
        "no_end_user": "No party in the case is called a defence end user or a security service.",
        "no_trader": "Nobody in the case trades controlled goods.",
    },
    related=("N12", "F6"),
)


class Settings(Params):
    """Settings of N9."""

    hops_max: int = Field(2, ge=1, le=4, description="Steps to an end user, at most")  # methods 8.3 N9
    peer_share_max: float = Field(  # proposed: one in four; a distributor's equals are mostly as near
        0.25, ge=0, le=1, description="Share of traders with as many connections that are as near, at most"
    )
    peers_min: int = Field(  # proposed: fewer say nothing
        10, ge=1, description="Traders to compare with, below which a path is raised without comparison"
    )
    is_controlled_only: bool = Field(
        True, description="Whether only traders in controlled goods are asked, or all traders"
    )
    lines_shown: int = Field(3, ge=1, description="Declaration lines named for a step that is a sale")


PARAMS = Settings
_EDGE_KINDS = ("sells_to", "supplies", "procures_for", "owns")
_TRADERS = statement_beside(__file__)
_TARGETS = statement_beside(__file__, "target")
_HOPS = statement_beside(__file__, "hop")
_NAMES = statement_beside(__file__, "name")
_STEP_WORDS = {
    "sells_to": "sells to",
    "supplies": "supplies",
    "procures_for": "procures for",
    "owns": "owned or owner:",
}


@dataclass(frozen=True)
class _Near:
    """A trader with its shortest paths, and how many of its peers are as near."""

    trader: Row
    paths: tuple[Path, ...]
    peer_count: int
    near_peer_count: int

    @property
    def hops(self) -> int:
        """Steps of the shortest path."""
        return len(self.paths[0].hops)

    @property
    def p_value(self) -> float:
        """The share of peers as near, the trader itself counted: never zero."""
        return round((1 + self.near_peer_count) / (1 + self.peer_count), 6)


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each trader within reach of an end user: clear where its peers are as near."""
    targets = context.rows(_TARGETS)
    if not targets:
        return _not_asked(context, "no_end_user")
    target_ids = sorted({row["party_id"] for row in targets})
    paths = shortest_paths(context.engine, target_ids, params.hops_max, edge_kinds=_EDGE_KINDS)
    asked: dict[str, Value] = {"as_of_on": context.as_of_on, "is_controlled_only": params.is_controlled_only}
    traders = [row for row in context.rows(_TRADERS, asked) if row["party_id"] not in set(target_ids)]
    if not traders:
        return _not_asked(context, "no_trader")
    near = _near(traders, [path for path in paths if path.party_id not in set(target_ids)])
    places = _Places(context, near, targets, lines_shown=params.lines_shown)
    return Evaluation(tuple(_finding(one, places, params) for one in near), len(traders))


def _not_asked(context: Context, reason_key: str) -> Evaluation:
    return Evaluation((not_applicable(META, reason_key, context.study),), 0)


def _near(traders: Sequence[Row], paths: Sequence[Path]) -> list[_Near]:
    """Return the traders with a path, each compared with the traders of its degree (by powers of two)."""
    by_party: dict[str, list[Path]] = defaultdict(list)
    for path in paths:
        by_party[path.party_id].append(path)
    bands: dict[int, list[str]] = defaultdict(list)
    for row in traders:
        bands[_band(row)].append(row["party_id"])
    reached = set(by_party)
    found = []
    for row in traders:
        own = sorted(by_party.get(row["party_id"], []), key=lambda path: (len(path.hops), path.target_id))
        if own:
            peers = [party_id for party_id in bands[_band(row)] if party_id != row["party_id"]]
            found.append(_Near(row, tuple(own), len(peers), len(reached.intersection(peers))))
    return found


def _band(trader: Row) -> int:
    return int(trader["degree"]).bit_length()


class _Places:
    """Names, evidence of steps and of end users, read once for all findings."""

    def __init__(self, context: Context, near: Sequence[_Near], targets: Sequence[Row], *, lines_shown: int) -> None:
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

    def evidence(self, path: Path) -> Iterator[Evidence]:
        """Yield the rows of a path's steps, then what its end is called."""
        for hop in path.hops:
            yield from self.sales.get((hop.from_id, hop.to_id), ()) if hop.edge_kind == "sells_to" else ()
            for row in (*self.links.get((hop.from_id, hop.to_id), ()), *self.links.get((hop.to_id, hop.from_id), ())):
                if row["link_kind"] == hop.edge_kind:
                    names = self.name(row["from_id"]), self.name(row["to_id"])
                    yield from evidence_of([{**row, "summary": f" {row['link_kind'].replace('_', ' ')} ".join(names)}])
        for row in self.tags[path.target_id]:
            yield from evidence_of([{**row, "summary": f"{row['name']}: {row['tag'].replace('_', ' ')}"}])


def _finding(one: _Near, places: _Places, params: Settings) -> Finding:
    is_compared = one.peer_count >= params.peers_min
    share = one.near_peer_count / one.peer_count if one.peer_count else 0.0
    is_raised = not is_compared or share <= params.peer_share_max
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
        p_value=one.p_value if is_compared else None,
        evidence=tuple(evidence.values()),
        caveats=_caveats(one, is_compared=is_compared),
        details=_details(one, places, share if is_compared else None),
        related_ids=tuple(sorted({hop.to_id for path in one.paths for hop in path.hops})),
    )


def _path_words(path: Path, places: _Places) -> str:
    steps = [f"{_STEP_WORDS[hop.edge_kind]} {places.name(hop.to_id)}" for hop in path.hops]
    return f"{places.name(path.party_id)} {', which '.join(steps)}"


def _reason(one: _Near, places: _Places, *, is_raised: bool) -> str:
    path = _path_words(one.paths[0], places)
    if is_raised:
        return f"{path}, called {places.tags[one.paths[0].target_id][0]['tag'].replace('_', ' ')}."
    peers = f"{one.near_peer_count} of {one.peer_count} traders with as many connections are as near"
    return f"{path}, but {peers}."


def _caveats(one: _Near, *, is_compared: bool) -> tuple[str, ...]:
    caveats = ["A path of relations says who could pass goods on, not that anything was passed on."]
    if not is_compared:
        caveats.append(f"Only {one.peer_count} traders have as many connections: too few to compare with.")
    return tuple(caveats)


def _details(one: _Near, places: _Places, share: float | None) -> dict[str, Any]:
    return {
        "path": _path_words(one.paths[0], places),
        "end_users": [{"name": places.name(path.target_id), "steps": len(path.hops)} for path in one.paths],
        "degree": one.trader["degree"],
        "peer_count": one.peer_count,
        "near_peer_count": one.near_peer_count,
        "peer_share": None if share is None else round(share, 6),
        "line_count": one.trader["line_count"],
        "controlled_line_count": one.trader["controlled_line_count"],
    }
