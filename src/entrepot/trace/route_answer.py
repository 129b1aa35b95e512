"""What is known of routes: ways of a brand's goods never seen before a day, makers that stopped, and shares of dispatch."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from entrepot.store.engine import Row

ALL_BRANDS = "*"  # the key of what is said of all brands together
NEW, NOT_KNOWN = "new", "not_known"
MIN_MONTHS = 12  # methods 8.2 F1: months of coverage before the day
LASTING_MONTHS = 3  # methods 8.1 M8: a new origin that survives three months


@dataclass(frozen=True)
class Lines:
    """Lines that a row rests on: how many, the weakest of their provenances, and the first of them as rows."""

    count: int
    provenance: str
    first: tuple[Row, ...]


@dataclass(frozen=True)
class Firm:
    """A firm on a route: lines and value of its own there, US dollars; `earlier_iso`: whence it sent the brand before.

    Here and below `unvalued` lines state no value, and are in no sum of dollars.
    """

    party_id: str
    name: str
    country_iso: str
    lines: int
    value_usd: float
    is_maker: bool
    earlier_iso: str | None
    unvalued_lines: int


@dataclass(frozen=True)
class Route:
    """A brand's goods from a country into the destination that no line before the day shows.

    `status` is new or not_known, the latter with `reasons`. `what_is_new` is the country of dispatch (dispatch), the goods of a
    brand known before (goods), or the brand itself (brand). `months_before` counts months before the day with lines of the brand
    or of the goods from anywhere, in which the destination's imports or the exports of `dispatch_iso` are in the case.
    `is_lasting` says whether lines came in three months or more, None where fewer could be seen. `is_hs_new` says that a code of
    HS2022 is used that earlier editions lack.
    """

    status: str
    what_is_new: str
    brand_key: str
    brand: str
    hs_group_id: str
    dispatch_iso: str
    destination_iso: str
    first_on: date
    last_on: date
    lines: int
    value_usd: float
    unvalued_lines: int
    months: int
    is_lasting: bool | None
    months_before: int
    brand_lines_before: int
    pair_lines_before: int
    is_hs_new: bool
    reasons: tuple[str, ...]
    innocent: tuple[str, ...] = ()
    senders: tuple[Firm, ...] = ()
    receivers: tuple[Firm, ...] = ()
    sender_count: int = 0
    receiver_count: int = 0
    evidence: Lines | None = None


@dataclass(frozen=True)
class Sender:
    """Who sent goods of a brand, from where; `is_new`: it did not send the brand before, `is_usual`: its country did."""

    party_id: str
    name: str
    dispatch_iso: str
    lines: int
    value_usd: float
    first_on: date
    last_on: date
    is_new: bool
    is_usual: bool
    unvalued_lines: int


@dataclass(frozen=True)
class StoppedMaker:
    """A brand whose direct dispatch fell to a fifth or less: US dollars before and later, and who sent before and since.

    All are of months of the destination's import ledger, but `last_direct_on` of any. `longest_gap_days` is the longest time
    between two months with direct lines before.
    """

    brand_key: str
    brand: str
    direct_lines_before: int
    direct_usd_before: float
    direct_months_before: int
    direct_unvalued_before: int
    longest_gap_days: int
    direct_usd_run_out: float
    direct_lines_later: int
    direct_usd_later: float
    direct_unvalued_later: int
    daily_ratio: float
    last_direct_on: date
    other_usd_before: float
    other_lines_since: int
    other_usd_since: float
    other_unvalued_since: int
    other_first_on: date | None
    not_stated_lines: int
    before: tuple[Sender, ...] = ()
    since: tuple[Sender, ...] = ()
    before_count: int = 0
    since_count: int = 0
    direct_evidence: Lines | None = None
    other_evidence: Lines | None = None


@dataclass(frozen=True)
class SharePeriod:
    """Dispatch in one period: lines and US dollars by way, shares of third countries, and lines that say too little.

    Shares are of lines that state seat, dispatch and (unless sent from the seat) origin; intervals are of 95 %, None where
    nothing or too few consignors are there to take them of.
    """

    seat_lines: int
    manufacture_lines: int
    third_lines: int
    no_dispatch_lines: int
    no_seat_lines: int
    no_origin_lines: int
    unvalued_lines: int
    seat_usd: float
    manufacture_usd: float
    third_usd: float
    consignors: int
    third_share_lines: float | None
    third_share_lines_low: float | None
    third_share_lines_high: float | None
    third_share_usd: float | None
    third_share_usd_low: float | None
    third_share_usd_high: float | None


@dataclass(frozen=True)
class DispatchShare:
    """Shares of a brand's dispatch before and since the day; `brand_key` is * for all goods asked about."""

    brand_key: str
    brand: str
    before: SharePeriod
    since: SharePeriod
    evidence: Lines | None = None


@dataclass(frozen=True)
class Routes:
    """The answer; `ledger` says how far the destination's import ledger reaches, the counts how many there are of each kind.

    `makers_unclear_count` brands fell too, but were silent as long before or state no values since. `unvalued_lines` of all goods
    asked about, before and since, are in no sum of dollars.
    """

    since_on: date
    destination_iso: str
    ledger: Mapping[str, Any]
    routes: tuple[Route, ...]
    new_count: int
    not_known_count: int
    makers: tuple[StoppedMaker, ...]
    maker_count: int
    makers_why_not: str | None
    shares: tuple[DispatchShare, ...]
    share_count: int
    makers_unclear_count: int = 0
    unvalued_lines: int = 0

    def hidden(self) -> dict[str, int]:
        """Return how many routes, makers and brands' shares are counted but not among the rows."""
        brands = sum(one.brand_key != ALL_BRANDS for one in self.shares)
        return {
            "routes": self.new_count + self.not_known_count - len(self.routes),
            "makers": self.maker_count - len(self.makers),
            "shares": self.share_count - brands,
        }

    def to_json(self) -> Sequence[dict[str, Any]]:
        """Return a summary and one object a route, maker and share; `kind` tells them apart."""
        rows = ("routes", "makers", "shares")
        told = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in rows}
        return [
            {"kind": "summary", **told, "hidden": self.hidden()},
            *({"kind": "new_route", **asdict(one)} for one in self.routes),
            *({"kind": "stopped_maker", **asdict(one)} for one in self.makers),
            *({"kind": "dispatch_share", **asdict(one)} for one in self.shares),
        ]
