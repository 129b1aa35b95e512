"""The question answered: consignments gathered, lots matched, paths found, bounds and chance of those shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from entrepot.store.engine import Engine
from entrepot.trace import links
from entrepot.trace.amounts import bounds_of, layers_of, pairs_of
from entrepot.trace.answer import Answer
from entrepot.trace.chance import DEEP_DEALS, SEED
from entrepot.trace.details import Drawn, Tested, chain_of, describe
from entrepot.trace.gaps import OpenEnd, gaps_of
from entrepot.trace.ledger import Floats, Ints, Ledger
from entrepot.trace.lots import Account, account
from entrepot.trace.matching import METHODS
from entrepot.trace.paths import Found, LotIndex, Path, Search, candidate_paths, cut_at
from entrepot.trace.rarity import lot_bits
from entrepot.trace.scope import Question, Scope, gather
from entrepot.trace.significance import FAMILY, significance_of

SHOWN = 20


@dataclass(frozen=True)
class Matched:
    """What a question looks at and the two accounts of it; bits of the lots of the first, `best_fit`."""

    scope: Scope
    accounts: tuple[Account, Account]
    bits: Floats
    goods_bits: Floats

    @property
    def ledger(self) -> Ledger:
        """The consignments."""
        return self.scope.ledger


def match(engine: Engine, question: Question, *, window_days: int | None = None) -> Matched:
    """Return the lots of a question by both methods: all pass-through pairs of its goods and firms.

    Args:
        engine: As `gather` needs it.
        question: What is asked.
        window_days: Days from goods in to goods out; None learns them.
    """
    scope = gather(engine, question, window_days=window_days)
    linked = links.linked_pairs(engine) if question.by_links else ()
    best, first_in = (account(scope.ledger, scope.window.days, method, links=linked) for method in METHODS)
    bits, goods_bits = lot_bits(engine, scope.ledger, best.lots)
    return Matched(scope, (best, first_in), bits, goods_bits)


def trace(
    engine: Engine,
    question: Question,
    *,
    shown: int = SHOWN,
    window_days: int | None = None,
    deep_deals: int = DEEP_DEALS,
) -> Answer:
    """Return the chains of a question, most telling first, with bounds and chance for those shown.

    Leaves the tables trace__shipment and trace__lot of what is shown on the engine.

    Args:
        engine: With the linked__, codes__ and graph__ tables of a case.
        question: What is asked.
        shown: Chains worked out and returned, at most; all are counted.
        window_days: Days from goods in to goods out; None learns them.
        deep_deals: Deals made where the first 200 leave p small.
    """
    matched = match(engine, question, window_days=window_days)
    search = Search(matched.ledger, matched.accounts[0], matched.bits, question.hops)
    found = find_paths(search, question)
    candidates = candidate_paths(
        matched.ledger,
        origins(matched.ledger, question) if question.from_ or question.from_iso else None,
        targets(matched.ledger, question) if question.to or question.to_iso else None,
    )
    paths = [path for path in found.paths if len(path.hops) > 1]
    looked_at = max(candidates, found.looked_at)
    tested = _significance(engine, matched, paths[: max(shown, FAMILY)], looked_at, deep_deals)
    ends = gaps_of(matched.ledger, matched.accounts[0], _explicable(matched.ledger, question), shown)
    drawn = _drawn(matched, paths[:shown], search)
    return _answer(engine, matched, found, candidates, _Shown(drawn, tested[:shown], ends))


def _significance(
    engine: Engine, matched: Matched, paths: Sequence[Path], looked_at: int, deep_deals: int
) -> list[Tested]:
    return significance_of(
        engine,
        matched.ledger,
        matched.bits + matched.goods_bits,
        paths,
        looked_at=looked_at,
        window_days=matched.scope.window.days,
        seed=SEED,
        deep_deals=deep_deals,
    )


@dataclass(frozen=True)
class _Shown:
    """What is worked out: paths with bounds, their chance, and ends that no lot explains."""

    drawn: Sequence[Drawn]
    tested: Sequence[Tested]
    ends: Sequence[OpenEnd]


def _answer(engine: Engine, matched: Matched, found: Found, candidates: int, shown: _Shown) -> Answer:
    """Return the answer with names, lines and links."""
    ledger = matched.ledger
    wanted = {place for d in shown.drawn for hop in d.path.hops for place in hop}
    known = describe(engine, ledger, wanted | {p for end in shown.ends for p in end.places}, matched.accounts)
    known = replace(known, parts={part.part_key: part for part in matched.scope.parts})
    related = links.links_between(engine, known.party_ids)
    pairs = zip(shown.drawn, shown.tested, strict=True)
    return Answer(
        chains=tuple(chain_of(ledger, d, t, known, related) for d, t in pairs),
        gaps=tuple(end.shown(ledger, known) for end in shown.ends),
        chain_count=sum(len(path.hops) > 1 for path in found.paths),
        looked_at=found.looked_at,
        candidates=candidates,
        dropped=found.dropped,
        consignments=len(ledger),
        paired_views=matched.scope.paired_views,
        window=matched.scope.window,
        codes=matched.scope.codes,
    )


def find_paths(search: Search, question: Question) -> Found:
    """Return the paths that a question asks for, most telling first."""
    ledger = search.ledger
    to, from_ = targets(ledger, question), origins(ledger, question)
    through = np.isin(ledger.of("exporter"), _numbers(ledger, "exporter", question.through))
    if question.to or question.to_iso or not question.is_about_firms:
        chosen = to if question.is_about_firms else _ends(search)
        found = search.follow(search.starts(chosen, is_backward=True), is_backward=True).paths
        if question.from_ or question.from_iso:
            is_origin = set(from_.tolist())
            found = tuple(cut_at(found, lambda place: place in is_origin))
    elif question.from_ or question.from_iso:
        found = search.follow(search.starts(from_, is_backward=False), is_backward=False).paths
    else:
        before = search.follow(search.starts(np.flatnonzero(through), is_backward=True), is_backward=True).paths
        found = search.follow(before, is_backward=False).paths
    if question.through:
        found = tuple(p for p in found if any(through[hop[0]] for hop in p.hops[1:]))
    return Found(tuple(sorted(found, key=search.rank)), search.looked_at, search.dropped)


def targets(ledger: Ledger, question: Question) -> Ints:
    """Return the consignments that reach the parties or the country asked about."""
    return _touching(ledger, "importer", question.to, question.to_iso)


def _explicable(ledger: Ledger, question: Question) -> Ints:
    """Return consignments of whose way there should be lines: to parties asked about, or of parts to where they are asked."""
    nothing = np.zeros(0, dtype=np.int64)
    return targets(ledger, question) if question.to or (question.to_iso and question.parts) else nothing


def origins(ledger: Ledger, question: Question) -> Ints:
    """Return the consignments that leave the parties or the country asked about."""
    return _touching(ledger, "exporter", question.from_, question.from_iso)


def _touching(ledger: Ledger, side: str, parties: Sequence[str], country_iso: str | None) -> Ints:
    is_asked = np.isin(ledger.of(side), _numbers(ledger, side, parties))
    if country_iso is not None:
        is_asked |= np.isin(ledger.of(f"{side}_iso"), _numbers(ledger, f"{side}_iso", [country_iso]))
    return np.flatnonzero(is_asked)


def _numbers(ledger: Ledger, column: str, texts: Sequence[str]) -> Ints:
    wanted = set(texts)
    return np.array([place for place, text in enumerate(ledger.words[column]) if text in wanted], dtype=np.int64)


def _ends(search: Search) -> Ints:
    """Return consignments that nothing is known to follow: where goods are followed wherever they go, they end there."""
    lots = search.account.lots
    return np.setdiff1d(np.unique(lots.outbound), lots.inbound)


def _drawn(matched: Matched, paths: Sequence[Path], search: Search) -> list[Drawn]:
    by_pair = pairs_of(matched.ledger)
    indexes = [search.index, LotIndex(matched.accounts[1])]
    drawn = []
    for path in paths:
        layers = layers_of(matched.ledger, path, by_pair)
        bounds = bounds_of(matched.ledger, path, indexes, matched.scope.window.days, layers)
        lots = [list(passing) for passing in path.passings]
        quantity_bits = tuple(round(float(matched.bits[p].max()), 6) for p in lots)
        goods_bits = tuple(round(float(matched.goods_bits[p].max()), 6) for p in lots)
        drawn.append(Drawn(path, bounds, quantity_bits, goods_bits, matched.accounts[0]))
    return drawn
