"""Precision and recall of chains on a synthetic world: by hops, by tier, by data quality, with the misses by cause."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from entrepot.case.chain_scoring.causes import CAUSES, Explainer, Seen
from entrepot.case.chain_scoring.found import Judged, follow, judge
from entrepot.case.chain_scoring.planted import AGREEMENTS, BANDS, scheme_lines, ways_of
from entrepot.intervals import wilson
from entrepot.settings import Study
from entrepot.store.engine import Engine
from entrepot.trace.matching import TIERS
from entrepot.trace.scope import Question
from entrepot.world.scoring.figures import Figure, share_figure
from entrepot.world.scoring.ordered import Key

SCOPE = "chains"
_HOPS = ("2", "3", "4")
_Item = TypeVar("_Item")


@dataclass(frozen=True)
class ChainScores:
    """Figures of the chains of a world; `counts` say what was looked at, `misses` count the causes by what became of a way."""

    counts: Mapping[str, int]
    figures: tuple[Figure, ...]
    misses: Mapping[str, Mapping[str, int]]

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield everything as JSON values, `row` naming what each is."""
        yield {"row": "chains", **self.counts}
        yield from (figure.to_json() for figure in self.figures)
        for outcome, causes in self.misses.items():
            yield from ({"row": "chain_miss", "outcome": outcome, "cause": c, "ways": n} for c, n in causes.items())


def score_chains(engine: Engine, key: Key, *, as_of_on: date, study: Study) -> ChainScores:
    """Return how good the chains into the world's destination are for the goods of a list.

    Precision is the share of chains that follow the lines of one planted scheme at every hop (`judge` says how). Recall is the
    share of planted ways (`ways_of`: paths along which goods of a scheme could have gone) that a chain follows whole. Shares
    have Wilson intervals, which take chains of one scheme as if they were independent: they are too narrow by that.

    Args:
        engine: With the tables of the case, and of `match_parties` truth__line_firm.
        key: The truth and which party is which firm.
        as_of_on: The day the case stands at.
        study: Of the case: its destination and its list of goods (None follows all).
    """
    question = Question(as_of_on=as_of_on, to_iso=study.destination_iso, controls_list=study.controls_list)
    followed = follow(engine, question)
    lines = scheme_lines(engine, key.truth)
    judged = judge(followed, key, lines)
    ways = ways_of(key.truth, lines, study.destination_iso)
    seen = Explainer(followed, judged).seen(ways)
    planted = [one for one in seen if not one.way.scheme.is_look_alike]
    alike = [one for one in seen if one.way.scheme.is_look_alike]
    counts = {
        "shipments": len(followed.matched.ledger),
        "window_days": followed.matched.scope.window.days,
        "chains": len(judged),
        "chains_raised": sum(chain.is_raised for chain in judged),
        "paths_dropped": followed.found.dropped,
        "planted_ways": len(planted),
        "schemes_with_ways": len({one.way.scheme.scheme_id for one in planted}),
        "look_alike_ways": len(alike),
    }
    bands = {firm.firm_id: firm.quality_band for firm in key.truth.firms.values()}
    figures = [*_precision(judged), *_recall(planted, bands), *_look_alikes(alike)]
    return ChainScores(counts, tuple(figures), _misses(planted))


def _precision(judged: Sequence[Judged]) -> Iterator[Figure]:
    raised = [chain for chain in judged if chain.is_raised]
    is_right = _verdict_is("right")
    for name, chains in (("raised", raised), ("found", judged)):
        yield _share(f"chain_precision_of_{name}", chains, is_right)
        for verdict in ("in part", "look-alike", "other"):
            yield _share(f"chain_share_of_{name}", chains, _verdict_is(verdict), f"verdict={verdict}")
        groups: tuple[tuple[str, Sequence[str], Callable[[Judged], str]], ...] = (
            ("hops", _HOPS, lambda c: str(c.hops)),
            ("tier", TIERS, lambda c: c.tier),
            ("data quality", BANDS, lambda c: c.band),
        )
        for group, values, of in groups:
            for value in values:
                if inside := [chain for chain in chains if of(chain) == value]:
                    yield _share(f"chain_precision_of_{name}", inside, is_right, f"{group}={value}")


def _recall(seen: Sequence[Seen], bands: Mapping[str, str]) -> Iterator[Figure]:
    tests: tuple[tuple[str, Callable[[Seen], bool]], ...] = (
        ("raised", lambda one: one.outcome == "raised"),
        ("found", lambda one: one.outcome != "missed"),
        ("in_part", lambda one: one.in_part),
    )
    groups: tuple[tuple[str, Sequence[str], Callable[[Seen], str]], ...] = (
        ("hops", _HOPS, lambda one: str(len(one.way.hops))),
        ("agreement", AGREEMENTS, lambda one: one.way.agreement),
        ("data quality", BANDS, lambda one: one.way.band(bands)),
    )
    for name, test in tests:
        yield _share(f"way_recall_{name}", seen, test)
        for group, values, of in groups:
            for value in values:
                if inside := [one for one in seen if of(one) == value]:
                    yield _share(f"way_recall_{name}", inside, test, f"{group}={value}")
    schemes = sorted({one.way.scheme.scheme_id for one in seen})
    for name, test in tests:
        hit = {one.way.scheme.scheme_id for one in seen if test(one)}
        yield _share(f"chain_scheme_recall_{name}", schemes, hit.__contains__)


def _look_alikes(seen: Sequence[Seen]) -> Iterator[Figure]:
    schemes = sorted({one.way.scheme.scheme_id for one in seen})
    raised = {one.way.scheme.scheme_id for one in seen if one.outcome == "raised"}
    yield _share("look_alikes_with_raised_chain", schemes, raised.__contains__)


def _verdict_is(verdict: str) -> Callable[[Judged], bool]:
    return lambda chain: chain.verdict == verdict


def _share(measure: str, items: Sequence[_Item], test: Callable[[_Item], bool], group: str = "") -> Figure:
    hits = sum(test(item) for item in items)
    return share_figure(measure, SCOPE, hits, len(items), wilson(hits, len(items)), group=group)


def _misses(seen: Sequence[Seen]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for outcome in ("missed", "found, not raised"):
        counts = Counter(one.cause for one in seen if one.outcome == outcome)
        found[outcome] = {cause: counts[cause] for cause in CAUSES if counts[cause]}
    return found
