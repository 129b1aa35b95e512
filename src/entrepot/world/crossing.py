"""Honest transit of the background: goods of the coalition that cross the destination on their way to a hub."""

from datetime import date, timedelta

import numpy as np
from numpy.random import Generator

from entrepot.world.draft import Draft
from entrepot.world.entities import Firm
from entrepot.world.goods import GoodKind
from entrepot.world.settings import DESTINATION_ISO

_SHARE = 0.003  # [P] of all rows: transit is a small part of what customs see
_FEWEST, _MOST = 16, 60_000  # [P] enough to look at in a small world; planned lines are held in memory
_PER_PAIR = 9.0  # [P] consignments of one seller to one buyer, on average
_ARRIVES, _SHORT = 0.95, 0.05  # methods 8.2 F12: some of the hub's data are missing; [P] a few arrive short
_DAYS, _DAYS_LN_SD = 16.0, 0.5  # [P] two weeks by road and rail, as for schemes
_LISTED = 0.4  # [P] electronics travel with other goods
_ENTRIES = ("LT", "LV", "PL", "FI")  # methods 2.4 and 14
_ROUTE_STATED = 0.75  # [P] as for schemes
_BEHIND = {
    "KZ": 6.0,
    "UZ": 4.0,
    "KG": 4.0,
    "MN": 4.0,
    "TJ": 3.0,
    "AZ": 1.5,
    "GE": 1.5,
    "AM": 1.5,
}  # [P] who lies behind
_ELSEWHERE = 0.2  # [P] other hubs are seldom reached so


def plan_transit(draft: Draft) -> None:
    """Plan transit declarations of the destination, and the imports of the hubs that answer most of them.

    They belong to no scheme. A few percent have no answer in the hub's ledger: late or missing data.
    """
    rng = draft.rng("transit")
    hubs = [_buyers(draft, iso) for iso in draft.hubs]
    sellers = [firm for firm in draft.firms if firm.role == "coalition_exporter" and firm.weight > 0 and firm.born_on]
    chances = np.array([_BEHIND.get(iso, _ELSEWHERE) * bool(own) for iso, own in zip(draft.hubs, hubs, strict=True)])
    count = min(max(_FEWEST, round(draft.settings.rows * _SHARE)), _MOST)
    while count > 0 and sellers and chances.any():
        buyers = hubs[int(rng.choice(len(hubs), p=chances / chances.sum()))]
        buyer = buyers[int(rng.integers(0, len(buyers)))]
        consignments = min(count, int(rng.geometric(1.0 / _PER_PAIR)))
        _send(rng, draft, sellers[int(rng.integers(0, len(sellers)))], buyer, consignments)
        count -= consignments


def _buyers(draft: Draft, iso: str) -> list[Firm]:
    return [f for f in draft.firms if f.role == "hub_trader" and f.country_iso == iso and f.weight > 0 and f.born_on]


def _send(rng: Generator, draft: Draft, seller: Firm, buyer: Firm, consignments: int) -> None:
    """Plan the consignments of one seller to one buyer over a time in which both exist."""
    calendar = draft.calendar
    first = max(calendar.first_on, seller.born_on or calendar.first_on, buyer.born_on or calendar.first_on)
    last = min(
        calendar.last_on, *(firm.died_on - timedelta(days=1) for firm in (seller, buyer) if firm.died_on), date.max
    )
    if (last - first).days < 1:
        return
    kind: GoodKind = "listed" if rng.random() < _LISTED and buyer.trades_listed else "civilian"
    parts = [draft.catalogue.random_part(rng, kind, ("84", "85", "90")) for _ in range(2)]
    for offset in np.sort(rng.integers(0, (last - first).days, consignments)).tolist():
        day, part = first + timedelta(days=offset), parts[int(rng.integers(0, 2))]
        way = (seller.country_iso, _ENTRIES[int(rng.integers(0, len(_ENTRIES)))], DESTINATION_ISO, buyer.country_iso)
        quantity = draft.typical(rng, part)
        draft.add_line(
            day,
            importer=buyer,
            exporter=seller,
            part=part,
            quantity=quantity,
            direction="transit",
            reporting_iso=DESTINATION_ISO,
            procedure_code="transit",
            destination_iso=buyer.country_iso,
            dispatch_iso=seller.country_iso,
            route_iso=">".join(dict.fromkeys(way)) if rng.random() < _ROUTE_STATED else None,
        )
        wait = max(4, int(_DAYS * float(np.exp(rng.normal(0.0, _DAYS_LN_SD)))))
        arrived_on, u = day + timedelta(days=wait), rng.random(2)
        if u[0] < _ARRIVES and arrived_on <= last:
            came = float(max(1, round(quantity * 0.5))) if u[1] < _SHORT else quantity
            draft.add_line(arrived_on, importer=buyer, exporter=seller, part=part, quantity=came)
