"""Routes of goods that importers used since the cut-off: how many are new, and what chance gives."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import Field
from scipy.stats import binom

from entrepot.indicators.base import Params
from entrepot.indicators.multiplicity import FALSE_DISCOVERY_RATE, adjusted
from entrepot.store.engine import Row

_NO_CIVILIAN = {"routes": 0, "new_routes": 0}
_PEER_WEIGHT = 5.0  # [P] routes that the peers' rate counts for beside an importer's own civilian ones


class Settings(Params):
    """Settings of F7."""

    months_before_min: int = Field(  # methods 8.2 F1: 12 months of coverage before T0
        12, ge=1, description="Months of declarations of the country before the cut-off, at least"
    )
    lines_before_min: int = Field(  # [P] from five lines on that none came this way says something
        5, ge=1, description="Lines of the same goods and maker before the cut-off from which a route can be new"
    )
    route_value_min: float = Field(  # [P] leaves out single parcels, as N2 does
        10_000, ge=0, description="Value that all importers together received by a new route, at least, USD"
    )
    min_value_usd: float = Field(  # [P] the floor of methods 8.2 F2
        50_000, ge=0, description="Value of the importer's listed goods by new routes, at least, USD"
    )
    min_share: float = Field(0.5, gt=0, le=1, description="Share of value by new routes, at least")  # [P] most of it
    max_p: float = Field(0.01, gt=0, le=1, description="Largest p-value of the share of new routes")  # as F1 and F5
    routes_shown: int = Field(5, ge=1, description="New routes written out for a finding")
    lines_shown: int = Field(3, ge=1, description="Declaration lines named as evidence, for each route")


@dataclass(frozen=True)
class RouteUse:
    """An importer's routes of listed goods since the cut-off, of civilian goods, and what chance gives."""

    row: Row
    civilian: Mapping[str, Any]
    peer_rate: float
    p_value: float
    q_value: float = 1.0

    @property
    def share(self) -> float:
        """The share of value by new routes."""
        return float(self.row["new_usd"] / self.row["value_usd"]) if self.row["value_usd"] else 0.0

    def is_raised(self, params: Settings) -> bool:
        """Return whether the new routes carry enough and are more than chance."""
        is_worth = self.row["new_usd"] >= params.min_value_usd and self.share >= params.min_share
        return bool(is_worth) and self.p_value <= params.max_p and self.q_value <= FALSE_DISCOVERY_RATE


def route_uses(rows: Iterable[Row], *, min_value_usd: float) -> list[RouteUse]:
    """Return one a row of listed goods (f7_new_route_triple.sql) of at least this value, with what chance gives.

    All importers are peers; only those that could be raised at all are tested. The value says nothing of how new the routes
    are, so that the p-values of those left are what they were. Source: Bourgon, Gentleman and Huber, Independent filtering
    increases detection power for high-throughput experiments, PNAS 107 (2010).
    """
    listed: list[Row] = []
    civilian: dict[tuple[str, str], Row] = {}
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        if not row["is_listed"]:
            civilian[row["party_id"], row["country_iso"]] = row
            continue
        listed.append(row)
        totals[row["country_iso"]][0] += row["new_routes"]
        totals[row["country_iso"]][1] += row["routes"]
    every = []
    for row in listed:
        new, used = totals[row["country_iso"]]
        if row["value_usd"] < min_value_usd:
            continue
        # Without itself, by Laplace's rule: an importer is no peer of its own.
        peers = (new - row["new_routes"] + 1) / (used - row["routes"] + 2)
        own = civilian.get((row["party_id"], row["country_iso"]), _NO_CIVILIAN)
        every.append(RouteUse(row, own, peers, _p_value(row, own, peers)))
    q_values = adjusted([one.p_value for one in every])
    return [replace(one, q_value=q) for one, q in zip(every, q_values, strict=True)]


def _p_value(row: Row, civilian: Mapping[str, Any], peer_rate: float) -> float:
    """Return the chance of so many new routes, at the larger of its peers' rate and its own civilian goods'.

    Counted are distinct routes, since the lines of one route come together. Few civilian routes tell little of their own rate:
    it is drawn towards the peers' by the weight of some routes.
    """
    drawn = civilian["new_routes"] + _PEER_WEIGHT * peer_rate
    own_rate = drawn / (civilian["routes"] + _PEER_WEIGHT)
    return float(binom.sf(row["new_routes"] - 1, row["routes"], max(peer_rate, own_rate)))
