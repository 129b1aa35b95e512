"""The background firms: how many where, when born, how large, at which address."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

from entrepot.world.countries import Country
from entrepot.world.draft import Draft
from entrepot.world.entities import Firm, FirmRole

Floats = npt.NDArray[np.float64]
_ROLE_SHARES: dict[FirmRole, float] = {  # proposed
    "destination_importer": 0.33,
    "hub_trader": 0.27,
    "coalition_exporter": 0.20,
    "neutral_exporter": 0.17,
    "forwarder": 0.03,
}
_BLOCS = {
    "destination_importer": ("destination",),
    "hub_trader": ("hub",),
    "coalition_exporter": ("coalition",),
    "neutral_exporter": ("neutral", "minor"),
    "forwarder": ("destination", "hub", "coalition", "neutral"),
}
_COUNTRY_POWER = 0.45  # of GDP, so that small countries have firms too [proposed]
_NEUTRAL_SHARE = {"CN": 4.0, "HK": 8.0}  # beside what GDP gives [proposed]
_LISTED_SHARE = {
    "destination_importer": 0.4,
    "hub_trader": 0.35,
    "coalition_exporter": 0.5,
    "neutral_exporter": 0.5,
}  # proposed
_FIRST_BIRTH = date(1996, 1, 1)
_LATE_BIRTHS = 0.16  # born within the world [proposed]
_RUSH_FACTOR = 5.0  # methods 11.6: incorporation hazard in hubs, March to December 2022
_RUSH = (date(2022, 3, 1), date(2022, 12, 31))
_DEATHS, _RENAMES = 0.1, 0.03  # proposed
_PARETO = {"base": 1.06, "other": 0.92}  # methods 10 (Axtell); `other` is more concentrated
_MOST = 400.0  # times the smallest firm [proposed]
_UNREGISTERED = 0.15  # of firms abroad, whose registers are not at hand [proposed]
_UNIQUE, _OFFICE = 0.6, 0.3  # methods 11.6; the rest are mass addresses
_TENANTS = (2, 20)  # methods 11.6
_MASS_TENANTS = 700  # methods 11.6: 200 to 5,000; one agent's unit or one's own
_SHARED_UNIT = 0.6  # of those at a mass address [proposed]


def populate(draft: Draft) -> None:
    """Add the background firms to the draft; people and links come with the registers."""
    rng = draft.rng("firms")
    for role, share in _ROLE_SHARES.items():
        count = max(6, round(draft.settings.firm_count * share))
        members = [country for country in draft.countries.values() if country.bloc in _BLOCS[role]]
        for country, own in zip(members, _apportioned(members, count), strict=True):
            _add_firms(rng, draft, role, country.iso, own)
    _address(draft.rng("addresses"), draft)


def _apportioned(members: Sequence[Country], count: int) -> list[int]:
    """Return how many firms each country has, at least one; larger economies have more."""
    weights: Floats = np.array([c.gdp**_COUNTRY_POWER * _NEUTRAL_SHARE.get(c.iso, 1.0) for c in members])
    exact = weights / weights.sum() * count
    return [max(1, int(own)) for own in np.floor(exact + 0.5)]


def sizes(rng: Generator, count: int, setting: str) -> Floats:
    """Return sizes of firms, smallest about 1: half Pareto (cut), half log-normal of sigma 2 (methods 11.2)."""
    pareto = np.minimum(1.0 + rng.pareto(_PARETO[setting], count), _MOST)
    normal = np.clip(np.exp(rng.normal(0.0, 2.0, count)), 0.05, _MOST)
    return np.where(rng.random(count) < 0.5, pareto, normal)


def _add_firms(rng: Generator, draft: Draft, role: FirmRole, iso: str, count: int) -> None:
    weights = sizes(rng, count, draft.settings.setting)
    us = rng.random((count, 5))
    everything = [good.hs6 for good in draft.catalogue.goods]
    technical = [hs6 for hs6 in everything if hs6[:2] in ("84", "85", "88", "90")]
    for index in range(count):
        is_listed = bool(us[index, 0] < _LISTED_SHARE.get(role, 0.0))
        pool = technical if is_listed else everything
        born_on = _birth(rng, draft, iso, role, float(us[index, 1]))
        firm = draft.new_firm(
            rng,
            iso,
            role,
            born_on=born_on,
            specialty=pool[int(rng.integers(0, len(pool)))],
            weight=0.0 if role == "forwarder" else float(weights[index]),
            trades_listed=is_listed,
            tags=("forwarder",) if role == "forwarder" else (),
        )
        if us[index, 2] < _DEATHS:
            lived = (draft.calendar.last_on - max(born_on, date(2017, 1, 1))).days
            firm.died_on = draft.calendar.last_on - timedelta(days=int(rng.random() * max(lived - 200, 1)))
        if us[index, 3] < _RENAMES and born_on < date(2019, 1, 1):
            _rename(rng, draft, firm)
        firm.is_registered = (
            role in ("destination_importer", "hub_trader", "forwarder") or us[index, 4] >= _UNREGISTERED
        )


def _birth(rng: Generator, draft: Draft, iso: str, role: str, u: float) -> date:
    """Return a day of registration; in hubs many more in the months after T0."""
    first, last = draft.calendar.first_on, date(2024, 3, 31)
    rush = (_RUSH[1] - _RUSH[0]).days * (
        _RUSH_FACTOR - 1.0 if draft.countries[iso].is_hub and role == "hub_trader" else 0.0
    )
    late = _LATE_BIRTHS * (1.0 + rush / (last - first).days)
    if u >= late:
        return _FIRST_BIRTH + timedelta(days=int(rng.random() ** 0.7 * (first - _FIRST_BIRTH).days))
    if u < late - _LATE_BIRTHS:
        return _RUSH[0] + timedelta(days=int(rng.random() * (_RUSH[1] - _RUSH[0]).days))
    return first + timedelta(days=int(rng.random() * (last - first).days))


def _rename(rng: Generator, draft: Draft, firm: Firm) -> None:
    """Give the firm another name from a day on; the one it had becomes a former name."""
    name = draft.names.firm(rng, firm.country_iso)
    firm.former_names, firm.former_latin_names = (firm.name,), (firm.latin_name,)
    firm.name, firm.latin_name = name.native, name.latin
    firm.renamed_on = date(2019, 6, 1) + timedelta(days=int(rng.random() * 1500))


def _address(rng: Generator, draft: Draft) -> None:
    """Move firms into office buildings and mass addresses; the rest keep a building of their own."""
    by_country: dict[str, list[Firm]] = {}
    for firm in draft.firms:
        by_country.setdefault(firm.country_iso, []).append(firm)
    for iso, firms in by_country.items():
        order = [firms[int(place)] for place in rng.permutation(len(firms))]
        in_offices = order[: int(len(order) * _OFFICE)]
        at_mass = order[len(in_offices) : int(len(order) * (1.0 - _UNIQUE))]
        _rent_offices(rng, draft, iso, in_offices)
        if len(at_mass) >= 3:
            buildings = 1 + len(at_mass) // _MASS_TENANTS
            draft.addresses.mass_buildings[iso] = [draft.addresses.new_building(rng, iso) for _ in range(buildings)]
            for firm in at_mass:
                draft.settle(
                    firm, draft.addresses.mass_place(rng, iso, is_shared_unit=bool(rng.random() < _SHARED_UNIT))
                )


def _rent_offices(rng: Generator, draft: Draft, iso: str, firms: Sequence[Firm]) -> None:
    place = 0
    while place < len(firms):
        building = draft.addresses.new_building(rng, iso)
        unit = int(rng.integers(100, 400))
        for firm in firms[place : (place := place + int(rng.integers(_TENANTS[0], _TENANTS[1] + 1)))]:
            unit += int(rng.integers(1, 9))
            draft.settle(firm, draft.addresses.place(building, unit))
