"""Goods of makers that stopped sending to the destination: what importers receive of them from third countries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import Field
from scipy.stats import binom

from entrepot.indicators.base import Params
from entrepot.indicators.multiplicity import FALSE_DISCOVERY_RATE, adjusted
from entrepot.store.engine import Row


class Settings(Params):
    """Settings of F8."""

    run_out_days: int = Field(  # methods 11.4: direct trade fell within three months
        90, ge=0, description="Days after the cut-off in which direct orders ran out; left out"
    )
    stop_ratio_max: float = Field(  # methods 11.4: a fall of 80 to 95 %
        0.2, ge=0, lt=1, description="Daily direct value of a maker after over before, at most, for it to have stopped"
    )
    direct_before_min_usd: float = Field(  # [P] leaves out single parcels, as N2 does
        10_000, ge=0, description="Direct value of a maker before the cut-off, at least, USD"
    )
    usual_share: float = Field(  # [P] a regular place of dispatch, not a single parcel
        0.05,
        gt=0,
        le=1,
        description="Share of a maker's lines before the cut-off from which a country is a usual place",
    )
    min_value_usd: float = Field(  # [P] the floor of methods 8.2 F2
        50_000, ge=0, description="Value from third countries from which an importer is raised, USD"
    )
    min_share: float = Field(
        0.5, gt=0, le=1, description="Their share of the makers' goods, at least"
    )  # [P] most of it
    max_p: float = Field(0.01, gt=0, le=1, description="Largest p-value of that share against before")  # as F1 and F5
    lines_shown: int = Field(10, ge=1, description="Declaration lines named as evidence")


@dataclass(frozen=True)
class Divergence:
    """An importer's goods of makers that stopped: the share of lines that third countries had before, or have at others."""

    rows: tuple[Row, ...]
    share_before: float
    share_of_peers: float
    p_value: float
    q_value: float = 1.0

    def total(self, column: str) -> float:
        """Return the sum of a column over the makers."""
        return float(sum(row[column] for row in self.rows))

    @property
    def share(self) -> float:
        """The share of value from third countries."""
        value = self.total("value_usd")
        return self.total("divergent_usd") / value if value else 0.0

    def is_raised(self, params: Settings) -> bool:
        """Return whether enough comes from third countries, and more than before."""
        is_worth = self.total("divergent_usd") >= params.min_value_usd and self.share >= params.min_share
        return is_worth and self.p_value <= params.max_p and self.q_value <= FALSE_DISCOVERY_RATE


def divergences(rows: Sequence[Row], stopped: Mapping[str, Row]) -> dict[str, Divergence]:
    """Return by importer its goods of makers that stopped (f8_brand_dispatch_divergence.sql), with what chance gives.

    Args:
        rows: One an importer and maker. Months are counted, of each country of dispatch, since the lines of one delivery
            come together.
        stopped: The makers' trade before the cut-off, by maker.
    """
    by_party: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_party[row["party_id"]].append(row)
    since: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        since[row["maker"]][0] += row["divergent_months"]
        since[row["maker"]][1] += row["months"]
    found: dict[str, Divergence] = {}
    for party, own in by_party.items():
        months = sum(row["months"] for row in own)
        divergent = sum(row["divergent_months"] for row in own)
        before = sum(row["months"] * _share_before(stopped[row["maker"]]) for row in own) / months
        peers = (
            sum(row["months"] * _share_of_peers(row, stopped[row["maker"]], since[row["maker"]]) for row in own)
            / months
        )
        p_value = float(binom.sf(divergent - 1, months, max(before, peers)))
        found[party] = Divergence(tuple(own), before, peers, p_value)
    q_values = adjusted([one.p_value for one in found.values()])
    return {party: replace(one, q_value=q) for (party, one), q in zip(found.items(), q_values, strict=True)}


def _share_before(maker: Row) -> float:
    """Return the share before the cut-off by Laplace's rule: never zero."""
    return float((maker["divergent_before"] + 1) / (maker["lines_before"] + 2))


def _share_of_peers(own: Row, maker: Row, since: Sequence[int]) -> float:
    """Return the share that the maker's other importers have since, drawn to the share before by one month's weight."""
    divergent, months = since[0] - own["divergent_months"], since[1] - own["months"]
    return float((divergent + _share_before(maker)) / (months + 1))
