"""The chains that tracing finds into the destination, with what they rest on, and which of them are right."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from entrepot.case.chain_scoring.planted import BANDS, TrueLine, worst_band
from entrepot.store.engine import Engine, rows_of
from entrepot.trace.answer import MIN_BITS
from entrepot.trace.chance import DEEP_DEALS, SEED
from entrepot.trace.details import Tested
from entrepot.trace.matching import TIERS
from entrepot.trace.paths import Found, Path, Search, candidate_paths
from entrepot.trace.scope import Question
from entrepot.trace.significance import FAMILY, significance_of
from entrepot.trace.tracing import Matched, find_paths, match, targets
from entrepot.world.scoring.ordered import Key

Verdict = Literal["right", "in part", "look-alike", "other"]


@dataclass(frozen=True)
class Followed:
    """All that tracing finds of a question: paths of two shipments and more, most telling first, the first of them tested."""

    matched: Matched
    search: Search
    found: Found
    paths: tuple[Path, ...]
    tested: tuple[Tested, ...]
    exports: Mapping[str, str]  # the exporting country's line of each shipment seen from both sides

    def lines(self, place: int) -> list[str]:
        """Return the lines of a shipment."""
        line = self.matched.ledger.ids[place]
        return [line, self.exports[line]] if line in self.exports else [line]


@dataclass(frozen=True)
class Judged:
    """A chain found: its firms in order (None where a party is no known one), and whether it is right.

    `scheme_ids` are the schemes of which it follows the lines, hop by hop. `tier` is the best match of its weakest passing.
    """

    firms: tuple[str | None, ...]
    hops: int
    tier: str
    band: str
    bits: float
    p_value: float | None
    q_value: float | None
    is_raised: bool
    verdict: Verdict
    scheme_ids: tuple[str, ...]


def follow(engine: Engine, question: Question) -> Followed:
    """Return all chains of a question; every one that carries bits enough to be raised is tested, and 50 at least.

    Args:
        engine: With the linked__, codes__ and graph__ tables of a case.
        question: Asked with `to_iso`.
    """
    matched = match(engine, question)
    search = Search(matched.ledger, matched.accounts[0], matched.bits, question.hops)
    found = find_paths(search, question)
    paths = tuple(path for path in found.paths if len(path.hops) > 1)
    telling = sum(-search.rank(path)[0] >= MIN_BITS for path in paths)
    tested = significance_of(
        engine,
        matched.ledger,
        matched.bits + matched.goods_bits,
        paths[: max(FAMILY, telling)],
        looked_at=max(candidate_paths(matched.ledger, None, targets(matched.ledger, question)), found.looked_at),
        window_days=matched.scope.window.days,
        seed=SEED,
        deep_deals=DEEP_DEALS,
    )
    pairs = rows_of(engine.read("trace__view_pair"))
    exports = {row["import_id"]: row["export_id"] for row in pairs}
    return Followed(matched, search, found, paths, tuple(tested), exports)


def judge(followed: Followed, key: Key, lines: Sequence[TrueLine]) -> list[Judged]:
    """Return every chain found with its verdict.

    A chain is right where one planted scheme holds at least half of the shipments of every hop: its firms then stand on the
    scheme in this order. It is right `in part` where that is so of some hops, a `look-alike` where it is so of all hops and
    an honest look-alike, else `other`.

    Args:
        followed: The chains.
        key: The truth and which party is which firm.
        lines: Those of schemes and look-alikes.
    """
    schemes: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        schemes[line.line_id].add(line.scheme_id)
    judging = _Judging(followed, key, schemes)
    return [judging.chain(number) for number in range(len(followed.paths))]


@dataclass(frozen=True)
class _Judging:
    """The chains found, the truth, and the schemes of every line that has any."""

    followed: Followed
    key: Key
    schemes: Mapping[str, set[str]]

    @cached_property
    def _planted(self) -> frozenset[str]:
        return frozenset(scheme.scheme_id for scheme in self.key.truth.planted)

    def chain(self, number: int) -> Judged:
        """Return a chain with its verdict."""
        followed = self.followed
        path, lots = followed.paths[number], followed.matched.accounts[0].lots
        bits = -followed.search.rank(path)[0]
        tested = followed.tested[number] if number < len(followed.tested) else None
        firms = _firms(followed, path, self.key)
        verdict, scheme_ids = _verdict([self._schemes_of(hop) for hop in path.hops], self._planted)
        return Judged(
            firms=firms,
            hops=len(path.hops),
            tier=TIERS[max(int(lots.tier[list(passing)].min()) for passing in path.passings)],
            band=worst_band([self.key.truth.firms[f].quality_band for f in firms if f is not None] or [BANDS[-1]]),
            bits=bits,
            p_value=None if tested is None else tested.p_value,
            q_value=None if tested is None else tested.q_value,
            is_raised=tested is not None and tested.raises(bits),
            verdict=verdict,
            scheme_ids=scheme_ids,
        )

    def _schemes_of(self, hop: Sequence[int]) -> set[str]:
        """Return the schemes that hold at least half of a hop's shipments; a shipment is a scheme's by either of its lines."""
        counts: dict[str, int] = defaultdict(int)
        for place in hop:
            for scheme in {s for line in self.followed.lines(place) for s in self.schemes.get(line, ())}:
                counts[scheme] += 1
        return {scheme for scheme, count in counts.items() if 2 * count >= len(hop)}


def _verdict(by_hop: Sequence[set[str]], planted: frozenset[str]) -> tuple[Verdict, tuple[str, ...]]:
    whole = set.intersection(*by_hop)
    if right := sorted(whole & planted):
        return "right", tuple(right)
    if part := sorted(set.union(*by_hop) & planted):
        return "in part", tuple(part)
    return ("look-alike", tuple(sorted(whole))) if whole else ("other", ())


def _firms(followed: Followed, path: Path, key: Key) -> tuple[str | None, ...]:
    """Return the true firms of a chain's parties in order, each once where goods stayed with one."""
    ledger = followed.matched.ledger
    parties = [ledger.word(side, hop[0]) for hop in path.hops for side in ("exporter", "importer")]
    firms = [None if party is None else key.matched.firm_of(party) for party in parties]
    return tuple(firm for k, firm in enumerate(firms) if k == 0 or firm is None or firm != firms[k - 1])
