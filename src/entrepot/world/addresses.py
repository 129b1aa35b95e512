"""Invented addresses in real towns: buildings of one's own, office buildings, mass addresses."""

from dataclasses import dataclass

from numpy.random import Generator

from entrepot.world.countries import countries_of
from entrepot.world.words import CYRILLIC, LATIN, TURKISH, Word, invented_word

_TOWNS = {iso: country.towns for iso, country in countries_of("base").items()}


@dataclass(frozen=True, slots=True)
class Building:
    """A building; `unit_count` is how many units it has been given so far at least."""

    country_iso: str
    town: tuple[str, str]
    street: Word
    number: int


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of a building (None: the whole), as the register writes it and in Latin letters."""

    building: Building
    unit: int | None
    native: str
    latin: str

    @property
    def city(self) -> str:
        """Return the town in Latin letters."""
        return self.building.town[1]


class AddressBook:
    """Invents places; knows which building an address is in, and which buildings hundreds of firms share."""

    def __init__(self) -> None:
        self.mass_buildings: dict[str, list[Building]] = {}
        self._places: dict[str, Place] = {}

    def new_building(self, rng: Generator, country_iso: str) -> Building:
        """Return a building that nobody else has (streets are invented, so that chance gives no two the same)."""
        towns = _TOWNS[country_iso]
        town = towns[int(min(rng.exponential(0.8), len(towns) - 1))]
        return Building(country_iso, town, invented_word(rng, 3), int(rng.integers(1, 180)))

    def place(self, building: Building, unit: int | None = None) -> Place:
        """Return a unit of a building, or the building itself."""
        native, latin = _written(building, unit)
        found = Place(building, unit, native, latin)
        self._places[native] = found
        return found

    def new_place(self, rng: Generator, country_iso: str) -> Place:
        """Return an address of one's own, with a unit for half of them."""
        unit = int(rng.integers(1, 400)) if rng.random() < 0.5 else None
        return self.place(self.new_building(rng, country_iso), unit)

    def place_of(self, address: str) -> Place:
        """Return the place of a firm's `address` (the same unit).

        Raises:
            KeyError: No place has it.
        """
        return self._places[address]

    def beside(self, rng: Generator, address: str) -> Place:
        """Return another unit of the building an address is in."""
        place = self._places[address]
        unit = int(rng.integers(401, 9000))
        return self.place(place.building, unit if unit != place.unit else unit + 1)

    def mass_place(self, rng: Generator, country_iso: str, *, is_shared_unit: bool = True) -> Place:
        """Return an address at one of the country's mass buildings: the agent's own unit, or a unit of one's own there."""
        known = self.mass_buildings.setdefault(country_iso, [])
        if not known:
            known.append(self.new_building(rng, country_iso))
        building = known[int(rng.integers(0, len(known)))]
        return self.place(building, 1 if is_shared_unit else int(rng.integers(2, 2000)))


def _written(building: Building, unit: int | None) -> tuple[str, str]:
    native_town, town = building.town
    iso, number = building.country_iso, building.number
    latin_street = LATIN.spelled(building.street).capitalize()
    latin = f"{number} {latin_street} str.{f', office {unit}' if unit else ''}, {town}"
    if iso in ("RU", "BY", "KZ", "KG", "TJ", "MN"):
        street = CYRILLIC.spelled(building.street).capitalize()
        return f"г. {native_town}, ул. {street}ская, д. {number}{f', оф. {unit}' if unit else ''}", (
            f"{number} {latin_street}skaya str.{f', office {unit}' if unit else ''}, {town}"
        )
    if iso == "TR":
        street = TURKISH.spelled(building.street).capitalize()
        return f"{street} Cad. No: {number}{f'/{unit}' if unit else ''}, {native_town}", (
            f"{latin_street} Cad. No: {number}{f'/{unit}' if unit else ''}, {town}"
        )
    if iso in ("HK", "CN", "SG"):
        office = f"Unit {unit}, " if unit else ""
        text = f"{office}{latin_street} Building, {number} {latin_street} Road, {town}"
        return text, text
    if iso == "AE":
        text = f"{f'Office {unit}, ' if unit else ''}{latin_street} Tower {number}, {town}"
        return text, text
    if iso in ("DE", "AT", "CH", "NL"):
        text = f"{latin_street}strasse {number}{f', Büro {unit}' if unit else ''}, {native_town}"
        return text, text.replace("Büro", "office").replace(native_town, town)
    return latin.replace(town, native_town), latin
