"""Which scored pairs of parties may be joined without a human, and which are only possible.

The rule is conservative. A pair is the *same* only where

- its score says so (entrepot.resolve.scoring),
- something besides the names agrees: for firms a country, number, address, contact or day of registration; for people a whole
  birth date, a number or an address, because the exact rules ask no less of people,
- nothing speaks against it: no other number, country, birth date, year of registration, kind or legal form, and
- where it is the country alone that agrees, every word of both names has its counterpart, hardly misspelt, and neither firm has
  another such partner that is not the same as this one too: a name that several firms of a country have tells none of them.

Names alone are *possible*, however alike they are.
"""

from collections.abc import Iterable
from typing import NamedTuple

from entrepot.resolve.explanation import explain
from entrepot.resolve.features import PairFeatures
from entrepot.resolve.name_comparison import compare_names
from entrepot.resolve.profiles import PartyProfile
from entrepot.resolve.scoring import Decision, score_pair

_AGREES_FOR_FIRMS = ("number_same", "unit_same", "building_same", "contact_same", "incorporated_same")
_AGREES_FOR_PEOPLE = ("number_same", "unit_same", "born_same")
_CONTRADICTS = ("number_other", "country_other", "born_other", "incorporated_other", "kind_other", "roles_swapped")
_LITTLE = 0.1  # weight of words that may be left over: "of", "the"
_MOST_TYPING = 0.08  # differences of all paired words together that a country makes up for: one letter in twelve


class ScoredPair(NamedTuple):
    """A pair of parties that are the same or possibly the same, by their lowest records; the reason is in sentences."""

    source_party_a: str
    source_party_b: str
    probability: float
    decision: Decision
    reason: str
    by_country_alone: bool = False


def scored_pair(id_a: str, id_b: str, a: PartyProfile, b: PartyProfile) -> ScoredPair | None:
    """Return what is decided of two parties; None where they are not one."""
    score = score_pair(a, b)
    if score.decision == "not":
        return None
    reason = " ".join(explain(a, b))
    if score.decision == "possible":
        return ScoredPair(id_a, id_b, score.probability, "possible", reason)
    by_country = not _agrees(a, b, score.features)
    doubt = _doubt(a, b, score.features, by_country=by_country)
    if doubt is not None:
        return ScoredPair(id_a, id_b, score.probability, "possible", f"{reason} Not joined: {doubt}.")
    return ScoredPair(id_a, id_b, score.probability, "same", reason, by_country)


def without_ambiguous(pairs: Iterable[ScoredPair]) -> list[ScoredPair]:
    """Return the pairs in their order; those joined by name and country alone are possible where a partner is not the only one.

    Partners that are all the same as each other are one firm and stay joined.
    """
    listed = list(pairs)
    partners: dict[str, set[str]] = {}
    for pair in listed:
        if pair.decision == "same":
            partners.setdefault(pair.source_party_a, {pair.source_party_a}).add(pair.source_party_b)
            partners.setdefault(pair.source_party_b, {pair.source_party_b}).add(pair.source_party_a)
    return [
        _ambiguous(pair)
        if pair.by_country_alone and partners[pair.source_party_a] != partners[pair.source_party_b]
        else pair
        for pair in listed
    ]


def _ambiguous(pair: ScoredPair) -> ScoredPair:
    why = "Not joined: several firms of the country are called so, and no number or address tells which is meant."
    return pair._replace(decision="possible", reason=f"{pair.reason} {why}")


def _agrees(a: PartyProfile, b: PartyProfile, features: PairFeatures) -> bool:
    """Return whether more than names and country agrees."""
    needed = _AGREES_FOR_PEOPLE if a.is_person or b.is_person else _AGREES_FOR_FIRMS
    return any(getattr(features, name) for name in needed)


def _doubt(a: PartyProfile, b: PartyProfile, features: PairFeatures, *, by_country: bool) -> str | None:
    """Return why a pair that scores as the same is not joined; None where it may be."""
    if any(getattr(features, name) for name in _CONTRADICTS) or _forms_differ(a, b):
        return "something speaks against it"
    if not by_country:
        return None
    if a.is_person or b.is_person:
        return "no whole birth date, number or address agrees"
    if not features.country_same:
        return "no country, number or address agrees"
    if not any(_is_whole(a, b)):
        return "not every word has its counterpart, and no number or address agrees"
    return None


def _is_whole(a: PartyProfile, b: PartyProfile) -> Iterable[bool]:
    """Yield of each pair of names whether every word has its counterpart, hardly misspelt."""
    for name in a.names:
        for other in b.names:
            parts = compare_names(name, other).parts
            left = any(part.weight >= _LITTLE for part in parts if not (part.a and part.b))
            yield not left and sum(part.difference for part in parts if part.a and part.b) <= _MOST_TYPING


def _forms_differ(a: PartyProfile, b: PartyProfile) -> bool:
    """Return whether both show legal forms and none is the same."""
    one, other = (frozenset[str]().union(*(name.forms for name in party.names)) for party in (a, b))
    return bool(one and other) and one.isdisjoint(other)
