"""How near parties are to given targets along typed steps: a short personalised PageRank, its chance level, and paths."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.sparse import csr_array

DAMPING = 0.85  # Page, Brin, Motwani and Winograd, The PageRank Citation Ranking, 1998
_DIGITS = 12  # sums in another order differ in the last digits

Numbers = NDArray[np.int64]
Weights = NDArray[np.float64]


@dataclass(frozen=True)
class Step:
    """One step of a route, between party ids."""

    from_id: str
    to_id: str
    edge_kind: str


@dataclass(frozen=True)
class Route:
    """A shortest route from a party to a target."""

    target_id: str
    hops: tuple[Step, ...]


class Network:
    """Numbered parties and the steps between them."""

    def __init__(self, party_ids: Sequence[str], countries: Sequence[str | None], edges: pa.Table) -> None:
        self.party_ids = party_ids
        self.number = {party_id: number for number, party_id in enumerate(party_ids)}
        self.countries = np.array([country or "" for country in countries], dtype=object)
        self._from: Numbers = edges["from_node"].to_numpy().astype(np.int64)
        self._to: Numbers = edges["to_node"].to_numpy().astype(np.int64)
        kinds = edges["edge_kind"].combine_chunks().dictionary_encode()
        self._kind_names: list[str] = kinds.dictionary.to_pylist()
        self._kinds: Numbers = kinds.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        size = len(party_ids)
        self.out_degree: Numbers = np.bincount(self._from, minlength=size)
        self.in_degree: Numbers = np.bincount(self._to, minlength=size)
        self._starts = np.concatenate([[0], np.cumsum(self.out_degree)])

    @cached_property
    def _back(self) -> csr_array:
        """The share with which a walk goes from each party back to each of those that deliver to it."""
        shares = 1.0 / self.in_degree[self._to]
        return csr_array((shares, (self._from, self._to)), shape=(len(self.party_ids), len(self.party_ids)))

    def nearness(self, start: Weights, hops_max: int) -> Weights:
        """Return each party's weight in a walk back from `start`: personalised PageRank cut off after `hops_max` steps."""
        total = np.zeros_like(start)
        for _ in range(hops_max):
            start = DAMPING * (self._back @ start)
            total += start
        return total

    def expected(self, targets: Sequence[int], hops_max: int) -> tuple[Weights, int]:
        """Return the nearness that targets drawn at random would give, and the fewest parties one was drawn from.

        Each target is replaced by a random party of its country with as many suppliers (by powers of two), itself among
        them, so that neither a large market nor a busy customer makes a trader look near.
        """
        strata = _strata(self.in_degree, self.countries)
        total, fewest = np.zeros(len(self.party_ids)), len(self.party_ids)
        start = np.zeros(len(self.party_ids))
        for stratum in sorted({strata[target] for target in targets}):
            members = np.array([n for n, other in enumerate(strata) if other == stratum])
            count = sum(strata[target] == stratum for target in targets)
            start[members] += count / len(members)
            fewest = min(fewest, len(members))
        total += self.nearness(start, hops_max)
        return total, fewest

    def routes(self, trader: str, targets: frozenset[int], hops_max: int) -> list[Route]:
        """Return the shortest route to each target within reach, through the lowest numbers, shortest first."""
        origin = self.number[trader]
        came: dict[int, tuple[int, int]] = {origin: (-1, -1)}
        frontier, found = [origin], []
        for _ in range(hops_max):
            reached = []
            for node in frontier:
                for place in range(self._starts[node], self._starts[node + 1]):
                    other = int(self._to[place])
                    if other not in came:
                        came[other] = (node, place)
                        reached.append(other)
            found += sorted(node for node in reached if node in targets)
            # Nobody is followed through an end user: what lies behind it is its own business.
            frontier = sorted(node for node in reached if node not in targets)
        return [self._route(came, node) for node in found]

    def _route(self, came: dict[int, tuple[int, int]], target: int) -> Route:
        steps: list[Step] = []
        node = target
        while came[node][0] >= 0:
            before, place = came[node]
            kind = self._kind_names[int(self._kinds[place])]
            steps.append(Step(self.party_ids[before], self.party_ids[node], kind))
            node = before
        return Route(self.party_ids[target], tuple(reversed(steps)))


def markov_p(observed: float, expected: float) -> float:
    """Return a bound on the chance of a nearness at least as large as the observed one, given its mean under chance.

    Source: Markov's inequality, P(X >= x) <= E(X) / x for X >= 0: conservative whatever the distribution.
    """
    return 1.0 if observed <= 0 else min(1.0, round(expected / observed, _DIGITS))


def _strata(degrees: Numbers, countries: NDArray[np.object_]) -> list[tuple[str, int]]:
    return [(str(country), int(degree).bit_length()) for country, degree in zip(countries, degrees, strict=True)]
