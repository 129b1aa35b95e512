"""The invented firms of the background: names, countries, numbers, addresses, owners and directors."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.random import Generator

from entrepot.world.bundled import invented

GROUPS: dict[str, dict[str, int]] = {
    "destination": {"RU": 1000},
    "hub": {"KZ": 140, "TR": 130, "AE": 90, "AM": 60, "KG": 60, "UZ": 40, "GE": 40},
    "asia": {"CN": 300, "HK": 160},
    "coalition": {
        "DE": 90,
        "US": 60,
        "PL": 50,
        "NL": 40,
        "FI": 40,
        "IT": 40,
        "JP": 30,
        "KR": 30,
        "TW": 30,
        "CZ": 30,
    },
}
_MASS_SHARE = {"RU": 0.15, "HK": 0.4}  # formation agents; 10 % of all addresses are such (methods 11.6)
_OFFICE_SHARE = 0.3  # methods 11.6
_TENANTS = (2, 20)  # of an office building (methods 11.6)
_SHARED_UNIT = 0.1  # proposed: tenants who share the unit of their neighbour
_KNOWN_PEOPLE_SHARE = 0.45  # proposed: registers that give owners and directors
_NOMINEES = 12  # professional directors with many firms (methods 11.6)
_FIRST_DAY, _LAST_DAY = date(1996, 1, 1), date(2019, 6, 30)  # before the first line of the ledger


@dataclass
class Firm:
    """An invented firm. `identifier` is empty where its country's numbers are not made up here."""

    firm_id: str
    name: str
    country_iso: str
    group: str
    incorporated_on: date
    identifier: str = ""
    address: str = ""
    business: str = ""
    tags: str = ""
    kind: str = "company"

    @property
    def identifiers(self) -> str:
        """Return the number with its scheme, as the parties table writes it."""
        schemes = {"RU": "inn", "KZ": "kz_bin"}
        return f"{schemes[self.country_iso]}={self.identifier}" if self.identifier else ""


@dataclass
class Register:
    """Firms and people with who holds what: rows of the interests and roles tables."""

    firms: list[Firm]
    people: list[Firm] = field(default_factory=list)
    interests: list[dict[str, str]] = field(default_factory=list)
    roles: list[dict[str, str]] = field(default_factory=list)
    spare_names: list[str] = field(default_factory=list)
    spare_people: list[str] = field(default_factory=list)

    def add_firm(self, *, name: str, iso: str, group: str, incorporated_on: date, address: str) -> Firm:
        """Return a new firm with the next number, added to the register."""
        serial = len(self.firms)
        firm = Firm(f"syn-firm-{serial:04}", name, iso, group, incorporated_on, address=address)
        firm.identifier = _number(iso, serial, incorporated_on)
        self.firms.append(firm)
        return firm

    def add_person(self, name: str) -> Firm:
        """Return a new person, added to the register."""
        person = Firm(f"syn-person-{len(self.people):04}", name, "", "person", _FIRST_DAY, kind="person")
        self.people.append(person)
        return person

    def add_owner(self, owner: Firm, subject: Firm, share_pct: str) -> None:
        """Record that `owner` holds a share of `subject`."""
        row = {"owner_id": owner.firm_id, "subject_id": subject.firm_id, "interest_kind": "shares"}
        self.interests.append({**row, "share_min_pct": share_pct, "share_max_pct": share_pct})

    def add_director(self, holder: Firm, subject: Firm) -> None:
        """Record that `holder` directs `subject`."""
        self.roles.append({"holder_id": holder.firm_id, "subject_id": subject.firm_id, "role_kind": "director"})


def make_register(rng: Generator) -> Register:
    """Return the firms of all groups with addresses, and owners and directors for a share of them."""
    isos = [(group, iso) for group, counts in GROUPS.items() for iso, count in counts.items() for _ in range(count)]
    spare = ["AM", "KZ", "RU", "TR", "HK", "CN", "AE", "KG"] * 30
    names = invented.firm_names(rng, [iso for _, iso in isos] + spare)
    register = Register([], spare_names=names[len(isos) :])
    days = rng.integers(0, (_LAST_DAY - _FIRST_DAY).days, len(isos))
    for (group, iso), name, day in zip(isos, names, days, strict=False):
        founded_on = _FIRST_DAY + timedelta(days=int(day))
        register.add_firm(name=name, iso=iso, group=group, incorporated_on=founded_on, address="")
    for iso in dict.fromkeys(iso for _, iso in isos):
        _settle(rng, [firm for firm in register.firms if firm.country_iso == iso])
    _staff(rng, register)
    return register


def spare_name(register: Register, iso: str) -> str:
    """Return an unused firm name with the legal form of a country."""
    forms = {"RU": "OOO ", "KZ": "TOO "}
    suffix = "" if iso in forms else f" {invented.LEGAL_FORMS[iso]}"
    for index, name in enumerate(register.spare_names):
        if name.startswith(forms[iso]) if iso in forms else name.endswith(suffix) and name[:4] not in forms.values():
            return register.spare_names.pop(index)
    raise KeyError(iso)


def _number(iso: str, serial: int, founded_on: date) -> str:
    if iso == "RU":
        return invented.inn(9_000_000 + serial)
    return invented.kz_bin(founded_on.strftime("%y%m"), serial) if iso == "KZ" else ""


def _settle(rng: Generator, firms: Sequence[Firm]) -> None:
    """Give the firms of a country addresses: mass addresses, office buildings, the rest of their own."""
    iso = firms[0].country_iso
    streets = [f"{word}ov" for word in invented.invented_words(rng, len(firms) + 1)]
    order = [firms[index] for index in rng.permutation(len(firms))]
    mass = int(len(order) * _MASS_SHARE.get(iso, 0.0))
    agent = invented.unit_in(invented.building_of(rng, streets[-1], iso), 1)
    for firm in order[:mass]:
        firm.address = agent
    in_offices = mass + int(len(order) * _OFFICE_SHARE)
    place = mass
    while place < in_offices:
        tenants = int(rng.integers(_TENANTS[0], _TENANTS[1] + 1))
        _rent(rng, order[place : min(place + tenants, in_offices)], streets[place], iso)
        place += tenants
    for index in range(in_offices, len(order)):
        order[index].address = invented.building_of(rng, streets[index], iso)


def _rent(rng: Generator, tenants: Sequence[Firm], street: str, iso: str) -> None:
    building = invented.building_of(rng, street, iso)
    unit = int(rng.integers(100, 400))
    for tenant in tenants:
        unit += 0 if rng.random() < _SHARED_UNIT else int(rng.integers(1, 9))
        tenant.address = invented.unit_in(building, unit)


def _staff(rng: Generator, register: Register) -> None:
    """Give a share of the firms an owner and a director; a few directors are nominees with many firms."""
    known = [firm for firm in register.firms if rng.random() < _KNOWN_PEOPLE_SHARE and firm.group != "coalition"]
    names = invented.person_names(rng, 2 * len(known) + _NOMINEES + 60)
    register.spare_people = names[2 * len(known) + _NOMINEES :]
    nominees = [register.add_person(name) for name in names[:_NOMINEES]]
    weights = 1.0 / np.arange(1, _NOMINEES + 1)
    for place, firm in enumerate(known):
        owner = register.add_person(names[_NOMINEES + 2 * place])
        register.add_owner(owner, firm, "100")
        kind = rng.random()
        if kind < 0.08 and firm.country_iso in ("RU", "HK"):
            half = range(0, _NOMINEES, 2) if firm.country_iso == "RU" else range(1, _NOMINEES, 2)
            chances = weights[list(half)] / weights[list(half)].sum()
            register.add_director(nominees[int(rng.choice(list(half), p=chances))], firm)
        elif kind < 0.5:
            register.add_director(owner, firm)
        else:
            register.add_director(register.add_person(names[_NOMINEES + 2 * place + 1]), firm)
