"""Traders near an end user: how near they are, how near chance would put them, and by which paths."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from entrepot.indicators.base import Params
from entrepot.indicators.multiplicity import FALSE_DISCOVERY_RATE, adjusted
from entrepot.indicators.proximity import Network, Route, Weights, markov_p
from entrepot.indicators.reference_group import Standing, standings
from entrepot.store.engine import Row

_CLEAR_SHOWN = 200  # traders near an end user that chance explains: the least likely are written out, the rest counted


class Settings(Params):
    """Settings of N9."""

    hops_max: int = Field(2, ge=1, le=4, description="Steps to an end user, at most")  # methods 8.3 N9
    peer_share_max: float = Field(  # proposed: one in four; a distributor's equals are mostly as near
        0.25, ge=0, le=1, description="Share of traders with as many customers that are as near, at most"
    )
    p_max: float = Field(  # as N2's profile: methods 8.3 asks for p < 0.01 there
        0.01, gt=0, le=1, description="Largest p-value of the nearness to the end users"
    )
    peers_min: int = Field(  # proposed: fewer say nothing
        10, ge=1, description="Traders, or parties in an end user's place, to compare with; fewer are no comparison"
    )
    is_controlled_only: bool = Field(
        True, description="Whether only traders in controlled goods are asked, or all traders"
    )
    sale_value_min: float = Field(  # [P] as N2 and F7: leaves out single parcels
        10_000, ge=0, description="Controlled goods sold from one firm to another that make a step, at least, USD"
    )
    lines_shown: int = Field(3, ge=1, description="Declaration lines named for a step that is a sale")


@dataclass(frozen=True)
class Near:
    """A trader with its shortest routes; how near it is, how near chance would put it, and where that stands."""

    trader: Row
    paths: tuple[Route, ...]
    degree: int
    nearness: float
    expected: float
    p_value: float
    q_value: float
    standing: Standing
    candidates: int
    peer_count: int
    near_peer_count: int

    @property
    def hops(self) -> int:
        """Steps of the shortest path."""
        return len(self.paths[0].hops)

    @property
    def is_stated(self) -> bool:
        """Return whether a source states one of the steps of the shortest path."""
        return any(hop.edge_kind != "sells_to" for hop in self.paths[0].hops)

    def is_raised(self, params: Settings) -> bool:
        """Return whether the trader is nearer than chance explains, or too few parties are there to tell."""
        if self.peer_count >= params.peers_min and self.near_peer_count > params.peer_share_max * self.peer_count:
            return False
        if self.candidates < params.peers_min:
            return True
        if self.is_stated:
            return self.told_p <= params.p_max
        return self.told_p <= params.p_max and self.q_value <= FALSE_DISCOVERY_RATE

    @property
    def told_p(self) -> float:
        """Return the p-value of the finding: of its rank among traders with as many customers where a step is stated.

        Trade is held against end users drawn anew; a stated relation is no matter of who trades with whom by chance.
        """
        return self.rank_p if self.is_stated else self.p_value

    @property
    def rank_p(self) -> float:
        """Return the share of traders with as many customers that are at least as near, itself counted."""
        return round(1 - self.standing.score, 6)


def near_traders(network: Network, traders: Sequence[Row], target_ids: Sequence[str], params: Settings) -> list[Near]:
    """Return the traders within reach that are written out, each against targets drawn in the place of the real ones."""
    targets = [network.number[party_id] for party_id in target_ids if party_id in network.number]
    if not targets:
        return []
    start = np.zeros(len(network.party_ids))
    start[targets] = 1.0
    nearness = network.nearness(start, params.hops_max)
    expected, candidates = network.expected(targets, params.hops_max)
    numbers = {row["party_id"]: network.number[row["party_id"]] for row in traders if row["party_id"] in network.number}
    reached = [row for row in traders if row["party_id"] in numbers and nearness[numbers[row["party_id"]]] > 0]
    p_values = [_p_of(nearness, expected, numbers[row["party_id"]]) for row in reached]
    q_values = adjusted(p_values, subjects_tested=len(traders))
    ranked = standings(
        {one: float(nearness[at]) / max(1, int(network.out_degree[at])) for one, at in numbers.items()},
        {one: (f"{_band(network, at)} bits of customers",) for one, at in numbers.items()},
        smallest=math.ceil(1 / params.p_max),  # among fewer no rank is as small as `p_max`
    )
    # A path is followed where either p-value is small.
    is_followed = _shown(
        [min(p, 1 - ranked[row["party_id"]].score) for row, p in zip(reached, p_values, strict=True)], params
    )
    bands = Counter(_band(network, at) for at in numbers.values())
    near_bands = Counter(_band(network, numbers[row["party_id"]]) for row in reached)
    found = [
        Near(
            trader=row,
            paths=tuple(network.routes(row["party_id"], frozenset(targets), params.hops_max)) if is_shown else (),
            degree=int(network.out_degree[numbers[row["party_id"]]]),
            nearness=round(float(nearness[numbers[row["party_id"]]]), 9),
            expected=round(float(expected[numbers[row["party_id"]]]), 9),
            p_value=p_value,
            q_value=q_value,
            standing=ranked[row["party_id"]],
            candidates=candidates,
            peer_count=bands[_band(network, numbers[row["party_id"]])] - 1,
            near_peer_count=near_bands[_band(network, numbers[row["party_id"]])] - 1,
        )
        for row, p_value, q_value, is_shown in zip(reached, p_values, q_values, is_followed, strict=True)
    ]
    return [one for one in found if one.paths]


def _band(network: Network, at: int) -> int:
    return int(network.out_degree[at]).bit_length()


def _p_of(nearness: Weights, expected: Weights, at: int) -> float:
    return round(markov_p(float(nearness[at]), float(expected[at])), 6)


def _shown(p_values: Sequence[float], params: Settings) -> list[bool]:
    """Return which traders are followed to their end users: the unlikely ones, and the next of the others."""
    others = sorted(p for p in p_values if p > params.p_max)
    limit = others[min(len(others), _CLEAR_SHOWN) - 1] if others else params.p_max
    left = _CLEAR_SHOWN
    shown = []
    for p_value in p_values:
        is_other = p_value > params.p_max
        is_shown = not is_other or (p_value <= limit and left > 0)
        left -= is_other and is_shown
        shown.append(is_shown)
    return shown
