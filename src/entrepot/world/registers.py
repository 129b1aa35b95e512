"""What registers say of background firms: owners, directors, nominees, groups; invented listings; defence customers."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from numpy.random import Generator

from entrepot.world.draft import Draft
from entrepot.world.entities import Firm

_KNOWN = {
    "destination_importer": 0.8,
    "hub_trader": 0.7,
    "coalition_exporter": 0.25,
    "neutral_exporter": 0.35,
    "forwarder": 0.5,
}
_NOMINEES_PER_FIRM = 1 / 80  # proposed
_NOMINEE_SHARE = 0.07  # of firms with known directors [proposed]
_CORPORATE_OWNER, _SECOND_OWNER = 0.08, 0.2  # proposed
_OWNER_DIRECTS = 0.5  # proposed
_DIRECTOR_CHANGES = 0.12  # proposed
_LISTED_SHARE = 0.01  # of the destination's importers [proposed]
_LISTED_ABROAD = 0.001
_DEFENCE_SHARE = 0.006  # of the destination's firms [proposed]
_SUPPLIERS_OF_EACH = 3
# Days of larger designation rounds: OFAC press releases and EU packages, from general knowledge.
_OFAC_WAVES = (
    "2022-03-31",
    "2022-06-28",
    "2022-09-30",
    "2023-02-24",
    "2023-05-19",
    "2023-11-02",
    "2024-02-23",
    "2024-06-12",
)
_EU_WAVES = ("2022-12-16", "2023-02-25", "2023-06-23", "2023-12-18", "2024-02-23", "2024-06-24")


def staff(draft: Draft) -> None:
    """Give background firms owners and directors; a few directors are nominees with many firms."""
    rng = draft.rng("people")
    firms = [firm for firm in draft.firms if firm.kind == "company"]
    nominees: dict[str, list[Firm]] = {}
    by_country: dict[str, list[Firm]] = {}
    for firm in firms:
        by_country.setdefault(firm.country_iso, []).append(firm)
    for iso, members in by_country.items():
        nominees[iso] = [draft.new_person(rng, iso) for _ in range(int(len(members) * _NOMINEES_PER_FIRM) + 1)]
    for firm in firms:
        if rng.random() < _KNOWN[firm.role] and firm.is_registered:
            _staff_firm(rng, draft, firm, nominees[firm.country_iso], by_country[firm.country_iso])


def _staff_firm(
    rng: Generator, draft: Draft, firm: Firm, nominees: Sequence[Firm], compatriots: Sequence[Firm]
) -> None:
    born_on = firm.born_on
    owner = draft.new_person(rng, firm.country_iso)
    parent = compatriots[int(rng.integers(0, len(compatriots)))] if rng.random() < _CORPORATE_OWNER else None
    if parent is not None and parent is not firm and parent.born_on and born_on and parent.born_on < born_on:
        draft.own(parent, firm, float(rng.choice([51.0, 75.0, 100.0])), born_on)
    elif rng.random() < _SECOND_OWNER:
        share = float(rng.choice([50.0, 51.0, 60.0, 70.0, 75.0, 80.0]))
        draft.own(owner, firm, share, born_on)
        draft.own(draft.new_person(rng, firm.country_iso), firm, 100.0 - share, born_on)
    else:
        draft.own(owner, firm, 100.0, born_on)
    if rng.random() < _NOMINEE_SHARE:
        place = int(min(rng.pareto(0.9) * 0.8, len(nominees) - 1))  # a few have most firms
        draft.hold_role(nominees[place], firm, "director", born_on)
        return
    first = owner if rng.random() < _OWNER_DIRECTS else draft.new_person(rng, firm.country_iso)
    if rng.random() < _DIRECTOR_CHANGES and born_on is not None:
        changed_on = max(born_on, date(2016, 1, 1)) + timedelta(days=int(rng.integers(100, 2800)))
        if changed_on < draft.calendar.last_on:
            draft.hold_role(first, firm, "director", born_on, changed_on)
            draft.hold_role(draft.new_person(rng, firm.country_iso), firm, "director", changed_on)
            return
    draft.hold_role(first, firm, "director", born_on)


def list_firms(draft: Draft) -> dict[str, date]:
    """Put background firms on the invented lists, in waves, and return the first day of each.

    Their trade in listed goods ends soon after: the background holds no trade of listed parties.
    """
    rng = draft.rng("listings")
    found: dict[str, date] = {}
    for firm in draft.firms:
        share = {
            "destination_importer": _LISTED_SHARE,
            "hub_trader": _LISTED_ABROAD,
            "neutral_exporter": _LISTED_ABROAD,
        }
        if (
            rng.random() < share.get(firm.role, 0.0)
            and (firm.born_on or date.max) < date(2021, 1, 1)
            and not firm.died_on
        ):
            _put_on_lists(rng, draft, firm, found)
    return found


def _put_on_lists(rng: Generator, draft: Draft, firm: Firm, found: dict[str, date]) -> None:
    found[firm.firm_id] = list_in_a_round(rng, draft, firm)
    draft.taken.add(firm.firm_id)


def list_in_a_round(rng: Generator, draft: Draft, party: Firm) -> date:
    """Put a firm or person on one list or two in rounds of listings, and return the first day."""
    kind = float(rng.random())
    days = []
    if kind < 0.8:
        days.append(date.fromisoformat(_OFAC_WAVES[int(rng.integers(0, len(_OFAC_WAVES)))]))
        draft.list_party(party, days[-1], regime="OFAC")
    if kind > 0.6:
        days.append(date.fromisoformat(_EU_WAVES[int(rng.integers(0, len(_EU_WAVES)))]))
        draft.list_party(party, days[-1], regime="EU")
    return min(days)


def defence_customers(draft: Draft) -> None:
    """Tag firms of the destination as defence end users; their known suppliers deal in no listed goods."""
    rng = draft.rng("defence")
    importers = [
        firm for firm in draft.firms if firm.role == "destination_importer" and firm.firm_id not in draft.taken
    ]
    civilian = [firm for firm in importers if not firm.trades_listed]
    for place in rng.permutation(len(civilian))[: max(4, int(len(importers) * _DEFENCE_SHARE))]:
        user = civilian[int(place)]
        user.tags, user.weight = ("defence_end_user",), 0.0
        user.business = str(
            np.array(["3030 manufacture of air and spacecraft", "2651 manufacture of instruments"])[place % 2]
        )
        draft.taken.add(user.firm_id)
        for _ in range(int(rng.integers(1, _SUPPLIERS_OF_EACH + 1))):
            supplier = civilian[int(rng.integers(0, len(civilian)))]
            if supplier is not user and not supplier.tags:
                draft.hold_role(supplier, user, "supplies", note="reported customer")
