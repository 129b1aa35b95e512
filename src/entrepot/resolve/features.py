"""The declared features of a pair of parties: what agrees, what contradicts, each as one number."""

from typing import NamedTuple

from entrepot.normalise.identifiers import one_edit_apart
from entrepot.resolve.name_comparison import name_logit
from entrepot.resolve.profiles import PartyProfile
from entrepot.resolve.strength import EXCLUSIVE

_EXCLUSIVE = frozenset(EXCLUSIVE)
_YEAR = 4  # letters of the year in an ISO date
_CERTAIN_LOGIT = 8.0  # a name score so high that no other name can matter
_NOTHING_KNOWN = (0.0,) * 13  # from number_same to contact_same
_ANY_KIND = frozenset({"unknown", "organisation", "company"})  # lists do not tell firms and bodies apart reliably


class PairFeatures(NamedTuple):
    """What two parties are scored by; weights in resources/names/weights.toml.

    Attributes:
        bias: Always 1.
        name: Logit of the best comparison of their names.
        number_same: A sound number of a strong scheme is equal.
        number_other: Both have sound numbers of a scheme of which a party has one only, and none is equal.
        number_near: A faulty number of one is one edit away from a sound one of the other.
        country_same, country_other: Countries are known for both and share one, or none.
        unit_same: One address is equal down to the unit.
        building_same: One address is equal down to the building, not to the unit.
        born_same, born_near, born_other: Equal whole birth dates; equal as far as they are known; different ones.
        incorporated_same, incorporated_other: Equal days of registration, or different years.
        contact_same: A phone, e-mail address or website is equal.
        kind_other: One is a person, vessel or aircraft and the other is not.
        roles_swapped: The given name of one is the family name of the other and the reverse.
    """

    bias: float
    name: float
    number_same: float
    number_other: float
    number_near: float
    country_same: float
    country_other: float
    unit_same: float
    building_same: float
    born_same: float
    born_near: float
    born_other: float
    incorporated_same: float
    incorporated_other: float
    contact_same: float
    kind_other: float
    roles_swapped: float


def measure_pair(a: PartyProfile, b: PartyProfile) -> PairFeatures:
    """Return the features of two parties, the same in either order."""
    if a.is_bare or b.is_bare:
        return PairFeatures(1.0, _best_name(a, b), *_NOTHING_KNOWN, _is_other_kind(a, b), 0.0)
    number_same, number_other, number_near = _numbers(a, b)
    same_country = other_country = 0.0
    if a.countries and b.countries:
        same_country, other_country = (0.0, 1.0) if a.countries.isdisjoint(b.countries) else (1.0, 0.0)
    unit = building = 0.0
    if a.buildings and b.buildings:
        unit = 0.0 if a.units.isdisjoint(b.units) else 1.0
        building = 0.0 if unit or a.buildings.isdisjoint(b.buildings) else 1.0
    born = _born(a.born, b.born) if a.born and b.born else (0.0, 0.0, 0.0)
    registered = _registered(a, b) if a.incorporated and b.incorporated else (0.0, 0.0)
    contact = 1.0 if a.contacts and b.contacts and not a.contacts.isdisjoint(b.contacts) else 0.0
    swapped = 1.0 if a.given and b.given and _is_swapped(a, b) else 0.0
    return PairFeatures(
        1.0, _best_name(a, b), number_same, number_other, number_near, same_country, other_country, unit, building,
        *born, *registered, contact, _is_other_kind(a, b), swapped,
    )  # fmt: skip


def _is_other_kind(a: PartyProfile, b: PartyProfile) -> float:
    """Return 1 where one is a person, ship or aircraft and the other is known not to be."""
    if a.kind == b.kind or (a.kind in _ANY_KIND and b.kind in _ANY_KIND) or "unknown" in (a.kind, b.kind):
        return 0.0
    return 1.0


def _best_name(a: PartyProfile, b: PartyProfile) -> float:
    """Return the highest logit over all pairs of names."""
    if len(a.names) == 1 and len(b.names) == 1:
        return name_logit(a.names[0], b.names[0])
    best = -_CERTAIN_LOGIT
    for name in a.names:
        for other in b.names:
            best = max(best, name_logit(name, other))
    return best


def _numbers(a: PartyProfile, b: PartyProfile) -> tuple[float, float, float]:
    same = other = 0.0
    if a.numbers and b.numbers:
        for scheme, numbers in a.numbers.items():
            others = b.numbers.get(scheme)
            if others is None:
                continue
            if not numbers.isdisjoint(others):
                same = 1.0
            elif scheme in _EXCLUSIVE:
                other = 1.0
    is_near = (a.faulty_numbers and b.numbers and near_number(a, b)) or (
        b.faulty_numbers and a.numbers and near_number(b, a)
    )
    return same, other, 1.0 if is_near and not same else 0.0


def near_number(faulty: PartyProfile, sound: PartyProfile) -> tuple[str, str, str] | None:
    """Return scheme, faulty number and the sound number one edit away from it; None where there is none."""
    for scheme, numbers in (faulty.faulty_numbers or {}).items():
        for right in sorted((sound.numbers or {}).get(scheme, ())):
            for wrong in sorted(numbers):
                if one_edit_apart(wrong, right):
                    return scheme, wrong, right
    return None


def _born(a: frozenset[str], b: frozenset[str]) -> tuple[float, float, float]:
    """Return whether birth dates are equal, agree as far as they go, or differ."""
    near = False
    for one in a:
        for other in b:
            if one == other and len(one) > _YEAR:
                return 1.0, 0.0, 0.0
            near = near or one.startswith(other) or other.startswith(one)
    return (0.0, 1.0, 0.0) if near else (0.0, 0.0, 1.0)


def _registered(a: PartyProfile, b: PartyProfile) -> tuple[float, float]:
    if not a.incorporated.isdisjoint(b.incorporated):
        return 1.0, 0.0
    years = {day[:_YEAR] for day in a.incorporated}
    return 0.0, 0.0 if any(day[:_YEAR] in years for day in b.incorporated) else 1.0


def _is_swapped(a: PartyProfile, b: PartyProfile) -> bool:
    """Return whether given and family names agree crosswise and not straight."""
    if not (a.family and b.family) or a.given == b.given or a.family == b.family:
        return False
    return not a.given.isdisjoint(b.family) and not a.family.isdisjoint(b.given)
