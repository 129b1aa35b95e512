"""The draft of a world: what schemes and look-alikes add to before the trade is drawn and written.

def plant(draft: Draft) -> None:
    rng = draft.rng("S3/0")                       # its own stream: another scheme changes nothing here
    hub = draft.new_firm(rng, "KG", "hub_trader", born_on=date(2022, 3, 14))
    buyer = draft.pick(rng, "destination_importer", "RU", active_on=date(2021, 1, 1))
    scheme = draft.add_scheme("S3", story="A father sells what his son's firm resells.", targets=("N5", "F5"))
    draft.involve(scheme, hub, "intermediary", is_subject=True)
    part = draft.catalogue.parts_of("854231")[0]
    draft.add_line(day, importer=hub, exporter=supplier, part=part, quantity=2598, scheme=scheme)
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from numpy.random import Generator

from entrepot.world.addresses import AddressBook, Place
from entrepot.world.contacts import contacts_of
from entrepot.world.countries import Country, countries_of
from entrepot.world.entities import (
    Fact,
    Firm,
    FirmRole,
    Interest,
    Listing,
    PlannedLine,
    QualityBand,
    Records,
    Role,
    Scheme,
    SchemeFirm,
    SchemeLink,
)
from entrepot.world.goods import Catalogue, Part, make_catalogue
from entrepot.world.names import Names
from entrepot.world.numbers import Numbers
from entrepot.world.prices import Prices, typical_quantity
from entrepot.world.roster import Roster
from entrepot.world.settings import WorldSettings

__all__ = [
    "Draft",
    "Fact",
    "Firm",
    "Interest",
    "Listing",
    "PlannedLine",
    "Records",
    "Role",
    "Scheme",
    "SchemeFirm",
    "SchemeLink",
]
_BANDS: tuple[QualityBand, ...] = ("good", "fair", "poor")
_BAND_CHANCES = {"base": (0.5, 0.35, 0.15), "other": (0.3, 0.4, 0.3)}  # proposed: `other` is messier


class Draft(Roster):
    """A world before it is written.

    Attributes:
        settings: What was asked for.
        calendar: The months, T0 (`cutoff_on`) and the day of drift.
        catalogue: Goods, brands and parts; `new_part` adds to it.
        countries: By ISO code: GDP, position, blocs; `draft.countries["KZ"].is_hub`.
        hubs: The hub countries of this setting: their import and export ledgers are seen, and the destination's import ledger.
        firms: Background firms and people, then those of schemes, by position. `firm(id)` finds one.
        records: All other rows; add to them with the methods here.
    """

    def __init__(self, settings: WorldSettings) -> None:
        super().__init__(settings.calendar)
        self.settings = settings
        self.countries: Mapping[str, Country] = countries_of(settings.setting)
        self.hubs: tuple[str, ...] = tuple(iso for iso, country in self.countries.items() if country.is_hub)
        self.catalogue: Catalogue = make_catalogue(self.rng("goods"), settings.setting, settings.rows)
        self.prices = Prices(self.rng("prices"), settings)
        self.names = Names()
        self.numbers = Numbers()
        self.addresses = AddressBook()

    def rng(self, name: str) -> Generator:
        """Return the random numbers of a purpose: the same for the same seed and name, whatever else is drawn."""
        digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
        return np.random.Generator(np.random.PCG64([self.settings.seed, int.from_bytes(digest, "little")]))

    def new_firm(
        self,
        rng: Generator,
        country_iso: str,
        role: FirmRole,
        *,
        born_on: date,
        place: Place | None = None,
        name_like: Firm | None = None,
        **fields: Any,  # noqa: ANN401 (the fields of Firm)
    ) -> Firm:
        """Return a new company with an invented name, valid numbers, an address of its own and contacts.

        Args:
            rng: The scheme's random numbers.
            country_iso: Of registration.
            role: As in the truth table.
            born_on: Day of registration.
            place: Where it sits; None: an address of its own (`addresses.new_place`, `mass_place`, `place_of`).
            name_like: Take the distinctive word of this firm's name, with other trade words and number.
            **fields: Fields of `Firm` to set, such as weight=0.3, quality_band="poor", phones=other.phones, business="...".
        """
        name = self.names.firm(rng, country_iso, like=name_like.name if name_like else None)
        specialty = (
            str(fields.pop("specialty", ""))
            or self.catalogue.goods[int(rng.integers(0, len(self.catalogue.goods)))].hs6
        )
        where = place or self.addresses.new_place(rng, country_iso)
        firm = Firm(
            firm_id=self._new_id(),
            name=name.native,
            latin_name=name.latin,
            country_iso=country_iso,
            role=role,
            born_on=born_on,
            business=self.catalogue.business(rng, role, specialty),
            specialty=specialty,
            identifiers=self.numbers.company(country_iso, born_on, self.serial(country_iso)),
            quality_band=self.quality_band(rng),
        )
        self.settle(firm, where)
        firm.phones, firm.emails, firm.websites = contacts_of(rng, firm, self.serial("contact"))
        for key, value in fields.items():
            setattr(firm, key, value)
        return self.add_firm(firm)

    def new_person(
        self,
        rng: Generator,
        country_iso: str,
        *,
        surname: str | None = None,
        father: Firm | None = None,
        birth_date: date | None = None,
        **fields: Any,  # noqa: ANN401 (the fields of Firm)
    ) -> Firm:
        """Return a new person.

        Args:
            rng: The scheme's random numbers.
            country_iso: Of residence; the name is of that country's kind.
            surname: A stem from `names.surname_of(person)`, so that two people share it.
            father: Take surname and patronymic from this person.
            birth_date: None: drawn, and not stated by the register for four people of ten.
            **fields: Fields of `Firm` to set.
        """
        name = self.names.person(rng, country_iso, surname=surname, father=father.name if father else None)
        born = date(int(rng.integers(1950, 1996)), int(rng.integers(1, 13)), int(rng.integers(1, 29)))
        is_stated = rng.random() < 0.6
        person = Firm(
            self._new_id(),
            name.native,
            name.latin,
            country_iso,
            "person",
            "person",
            quality_band=self.quality_band(rng),
        )
        person.birth_date = birth_date or (born if is_stated else None)
        for key, value in fields.items():
            setattr(person, key, value)
        return self.add_firm(person)

    def settle(self, firm: Firm, place: Place) -> None:
        """Give a firm an address."""
        firm.address, firm.latin_address, firm.city = place.native, place.latin, place.city

    def quality_band(self, rng: Generator) -> QualityBand:
        """Return a band as often as the setting has it."""
        return _BANDS[int(rng.choice(3, p=_BAND_CHANCES[self.settings.setting]))]

    def _new_id(self) -> str:
        """Return an opaque id: neither order nor truth can be read from it."""
        key = f"{self.settings.seed}/{self.serial('firm')}".encode()
        return f"E{int.from_bytes(hashlib.blake2b(key, digest_size=6).digest(), 'little'):015d}"

    def price(
        self,
        part: Part,
        day: date,
        *,
        seller_iso: str = "DE",
        destination_iso: str = "DE",
        rng: Generator | None = None,
    ) -> float:
        """Return the market's price a piece on a day in US dollars; with `rng` one line's price, dispersed around it.

        After T0 listed goods on the way to the destination cost more, by the seller's country (methods 11.4).
        """
        return self.prices.unit_usd(part, day, seller_iso=seller_iso, destination_iso=destination_iso, rng=rng)

    def typical(self, rng: Generator, part: Part, value_usd: float | None = None) -> float:
        """Return a quantity such as an honest order of the part has (around a value, where one is given)."""
        return typical_quantity(rng, part, value_usd)

    def new_part(self, part: Part, **fields: Any) -> Part:  # noqa: ANN401 (the fields of Part)
        """Return a part like another with other fields, added to the catalogue (another part number or code of one good)."""
        return self.catalogue.add(replace(part, **fields))
