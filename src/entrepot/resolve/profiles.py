"""A party as it is compared: names taken apart, numbers, places and days, gathered once from its records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from entrepot.normalise.transliteration import word_fold
from entrepot.resolve.name_parts import AnalysedName, NamePart, analyse_name
from entrepot.resolve.strength import STRONG

_LANGUAGES = 2  # names that one field holds with a slash between them
_TELLING, _SHORTEST_NAME = 0.5, 4  # weight and letters of a word that makes one side of a slash a name: not A/S, I/E
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PartyProfile:
    """What two parties are compared by; an empty set means that the source says nothing.

    Attributes:
        kind: company, person, organisation, vessel, aircraft or unknown.
        names: The main name first, then the others the party goes by.
        countries: ISO codes of registration or residence.
        numbers: Sound numbers of strong schemes (entrepot.resolve.strength), by scheme.
        faulty_numbers: Numbers of strong schemes whose form or check digit is wrong, by scheme.
        units, buildings: Keys of addresses (entrepot.normalise.addresses).
        born: Birth dates as ISO texts, partial where the source is.
        incorporated: Days of registration as ISO texts.
        contacts: Keys of phones, e-mail addresses and websites.
        given, family: Folds of given and family names where the source gives them apart.
        is_bare: Nothing is known but kind and names.
    """

    kind: str
    names: tuple[AnalysedName, ...]
    countries: frozenset[str] = _NONE
    numbers: Mapping[str, frozenset[str]] | None = None
    faulty_numbers: Mapping[str, frozenset[str]] | None = None
    units: frozenset[str] = _NONE
    buildings: frozenset[str] = _NONE
    born: frozenset[str] = _NONE
    incorporated: frozenset[str] = _NONE
    contacts: frozenset[str] = _NONE
    given: frozenset[str] = _NONE
    family: frozenset[str] = _NONE
    is_bare: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note whether anything is known besides."""
        place = self.countries or self.units or self.buildings
        known = self.numbers or self.faulty_numbers or self.born or self.incorporated or self.contacts or self.given
        object.__setattr__(self, "is_bare", not (place or known))

    @property
    def is_person(self) -> bool:
        """True for people."""
        return self.kind == "person"


def party_profile(
    kind: str,
    names: Iterable[str],
    *,
    countries: Iterable[str] = (),
    identifiers: Iterable[tuple[str, str, str]] = (),
    units: Iterable[str] = (),
    buildings: Iterable[str] = (),
    born: Iterable[str] = (),
    incorporated: Iterable[str] = (),
    contacts: Iterable[str] = (),
    given: str = "",
    family: str = "",
) -> PartyProfile:
    """Return the profile of a party.

    Args:
        kind: As in core__party.
        names: The main name first; weak aliases are better left out. Repeated names count once.
        countries: ISO codes.
        identifiers: Scheme, number and validity, as in core__identifier; numbers of schemes that are not strong are left out.
        units: Keys of addresses down to the unit.
        buildings: Keys of addresses down to the building.
        born: Birth dates, ISO text.
        incorporated: Days of registration, ISO text.
        contacts: Keys of contacts.
        given: Given names where the source has them apart.
        family: Family name where the source has it apart.
    """
    is_person = kind == "person"
    sound: dict[str, set[str]] = {}
    faulty: dict[str, set[str]] = {}
    for scheme, number, validity in identifiers:
        if scheme in STRONG:
            (faulty if validity == "invalid" else sound).setdefault(scheme, set()).add(number)
    return PartyProfile(
        kind,
        _analysed(names, is_person=is_person),
        frozenset(countries),
        {scheme: frozenset(numbers) for scheme, numbers in sorted(sound.items())} or None,
        {scheme: frozenset(numbers) for scheme, numbers in sorted(faulty.items())} or None,
        frozenset(units),
        frozenset(buildings),
        frozenset(born),
        frozenset(incorporated),
        frozenset(contacts),
        _folds(given),
        _folds(family),
    )


def _analysed(names: Iterable[str], *, is_person: bool) -> tuple[AnalysedName, ...]:
    """Return names taken apart; of a firm called `X/Y`, where both tell something, also X and Y.

    Registers write a name in two languages so.
    """
    found: dict[str, AnalysedName] = {}
    for name in names:
        found[name] = analyse_name(name, is_person=is_person)
        if "/" in name and not is_person:
            halves = [analyse_name(half.strip()) for half in name.split("/")]
            if len(halves) == _LANGUAGES and all(any(map(_tells, half.parts)) for half in halves):
                found |= {half.name: half for half in halves}
    return tuple(found.values())


def _tells(part: NamePart) -> bool:
    return part.kind == "word" and part.weight >= _TELLING and len(part.fold) >= _SHORTEST_NAME


def _folds(text: str) -> frozenset[str]:
    return frozenset(filter(None, map(word_fold, text.replace("-", " ").split())))
