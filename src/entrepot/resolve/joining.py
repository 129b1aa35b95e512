"""Which scored pairs of parties may be joined without a human, and which are only possible.

The rule is conservative. A pair is the *same* only where

- its score says so (entrepot.resolve.scoring),
- nothing speaks against it: no other number, country, birth date, year of registration, kind or legal form, and no list that has
  an entry for each, and
- something besides the names agrees, and the names agree as far as that asks:

| what agrees | the names |
|---|---|
| a strong number | as the score says |
| of people the whole birth date | the words that are paired are hardly misspelt, and one name at most has words left over |
| an address; of firms also a contact or the day of registration | no word is left over: firms of one group share an address |
| of firms the country alone | nor hardly misspelt or a common word alone, and no two firms that either is like contradict |
| nothing, but declarations alone name both, and one names no country | the same |

Where an address and every word agree, a lower score will do. Otherwise names alone are *possible*, however alike they are. What
speaks against a pair leaves it possible only where it would be the same without.
"""

import math
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Literal, NamedTuple

import pyarrow as pa

from entrepot.normalise.transliteration import is_chinese
from entrepot.resolve.explanation import explain
from entrepot.resolve.features import PairFeatures, measure_pair
from entrepot.resolve.name_comparison import compare_names
from entrepot.resolve.part_pairing import PartPair
from entrepot.resolve.profiles import PartyProfile
from entrepot.resolve.scoring import Decision, is_slight, score_pair

_NEAR_FOR_FIRMS = ("unit_same", "building_same", "contact_same", "incorporated_same")
_NEAR_FOR_PEOPLE = ("unit_same",)
_CONTRADICTS = ("number_other", "country_other", "born_other", "incorporated_other", "kind_other", "roles_swapped")
_LITTLE = 0.1  # weight of words that may be left over: "of", "the"
# Differences of all paired words together that a country makes up for: one vowel in nine letters. On invented firms (seed 7 of
# bench/resolve_data.py) 93% of such pairs are one firm up to here, 69% of those with more.
_MOST_TYPING = 0.049
_MOST_TYPING_NEAR = 0.2  # the same where an address agrees: two letters in ten
_MOST_TYPING_BORN = 0.35  # the same where the birth date of people agrees, whose names are three words
# Probabilities from which a pair is worth a remark: one name may be asked for with less (entrepot.resolve.scoring), but of all
# pairs of a case those below are hardly ever one party. Words or facts that stand against each other ask for more.
_POSSIBLE_FROM = 0.8
_POSSIBLE_AGAINST_FROM = 0.9

SCORED_PAIR = pa.schema(
    [
        ("source_party_a", pa.string()),  # the lowest record of one party, lower than
        ("source_party_b", pa.string()),  # the lowest record of the other
        ("probability", pa.float64()),  # that the two are one party
        ("decision", pa.string()),  # same or possible
        ("reason", pa.string()),  # what agrees and what speaks against it, in sentences
    ]
)


_Agreeing = Literal["number", "birth date", "near", "country", "mention", "nothing"]


class ScoredPair(NamedTuple):
    """A pair of parties that are the same or possibly the same, by their lowest records; the reason is in sentences."""

    source_party_a: str
    source_party_b: str
    probability: float
    decision: Decision
    reason: str
    is_by_name: bool = False


def scored_pair(
    id_a: str,
    id_b: str,
    a: PartyProfile,
    b: PartyProfile,
    *,
    is_listed_apart: bool = False,
    is_only_mentioned: bool = False,
) -> ScoredPair | None:
    """Return what is decided of two parties; None where they are not one, or too unlikely to speak of.

    Args:
        id_a: The lowest record of one.
        id_b: That of the other.
        a: What is known of one.
        b: What is known of the other.
        is_listed_apart: One state of one list has an entry for each.
        is_only_mentioned: No list, register or table has an entry of either: declarations name them.
    """
    score = score_pair(a, b)
    if score.decision == "not" or score.probability < _POSSIBLE_FROM:
        return None
    is_against = _speaks_against(a, b, score.features)
    if score.probability < _POSSIBLE_AGAINST_FROM and (
        is_against or not any(_is_whole(a, b, math.inf, may_leave=True))
    ):
        return None
    what = _agreeing(a, b, score.features)
    if what == "nothing" and is_only_mentioned and not (a.countries and b.countries):
        what = "mention"
    if is_against:
        doubt: str | None = "something speaks against it"
    elif is_listed_apart:
        doubt = "one list has an entry for each"
    elif score.decision == "possible" and (what != "near" or score.features.number_near):
        doubt = "they are not alike enough"
    else:
        doubt = _doubt(a, b, what)
    is_by_name = what in ("country", "mention")
    found = ScoredPair(id_a, id_b, score.probability, "same", " ".join(explain(a, b)), is_by_name)
    return found if doubt is None else _left_apart(found, doubt)


def without_ambiguous(pairs: Iterable[ScoredPair], profiles: Mapping[str, PartyProfile]) -> list[ScoredPair]:
    """Return the pairs in their order; those joined by name and country at most are possible where their partners contradict.

    Args:
        pairs: As scored.
        profiles: The parties of the pairs that are the same, by id.
    """
    listed = list(pairs)
    partners: dict[str, set[str]] = {}
    for pair in listed:
        if pair.decision == "same":
            partners.setdefault(pair.source_party_a, {pair.source_party_a}).add(pair.source_party_b)
            partners.setdefault(pair.source_party_b, {pair.source_party_b}).add(pair.source_party_a)
    known: dict[tuple[str, str], bool] = {}

    def is_clash(one: str, other: str) -> bool:
        if other in partners[one]:
            return False
        if (one, other) not in known:
            known[one, other] = contradicts(profiles[one], profiles[other])
        return known[one, other]

    def is_ambiguous(pair: ScoredPair) -> bool:
        if not pair.is_by_name or pair.decision != "same":
            return False
        around = sorted(partners[pair.source_party_a] | partners[pair.source_party_b])
        return any(is_clash(one, other) for one, other in combinations(around, 2))

    why = "several firms are called so, and no number or address tells which is meant"
    return [_left_apart(pair, why) if is_ambiguous(pair) else pair for pair in listed]


def _left_apart(pair: ScoredPair, doubt: str) -> ScoredPair:
    return pair._replace(decision="possible", reason=f"{pair.reason} Not joined: {doubt}.", is_by_name=False)


def contradicts(a: PartyProfile, b: PartyProfile) -> bool:
    """Return whether what is known of two parties, names left aside, says that they are two."""
    return _speaks_against(a, b, measure_pair(a, b))


def _speaks_against(a: PartyProfile, b: PartyProfile, features: PairFeatures) -> bool:
    return any(getattr(features, name) for name in _CONTRADICTS) or _forms_differ(a, b)


def _agreeing(a: PartyProfile, b: PartyProfile, features: PairFeatures) -> _Agreeing:
    """Return the strongest that agrees besides the names."""
    near = _NEAR_FOR_PEOPLE if a.is_person or b.is_person else _NEAR_FOR_FIRMS
    asked: tuple[tuple[_Agreeing, tuple[str, ...]], ...] = (
        ("number", ("number_same",)),
        ("birth date", ("born_same",)),
        ("near", near),
        ("country", ("country_same",)),
    )
    for what, names in asked:
        if any(getattr(features, name) for name in names):
            return what
    return "nothing"


def _doubt(a: PartyProfile, b: PartyProfile, what: _Agreeing) -> str | None:
    """Return why a pair that scores as the same, and that nothing speaks against, is not joined; None where it may be."""
    is_enough = what == "number"
    if what == "birth date":
        is_enough, why = any(_is_whole(a, b, _MOST_TYPING_BORN, may_leave=True)), "the names are too far apart"
    elif what == "near":
        is_enough = any(_is_whole(a, b, _MOST_TYPING_NEAR))
        why = "a word has no counterpart, and several parties may have one address, contact or first day"
    elif a.is_person or b.is_person:
        why = "no whole birth date, number or address agrees"
    elif what in ("country", "mention"):
        is_enough = any(_is_whole(a, b, _MOST_TYPING, is_telling=True))
        why = "not every word has its counterpart, written alike, and no number or address agrees"
    else:
        why = "no country, number or address agrees"
    return None if is_enough else why


def _is_whole(
    a: PartyProfile, b: PartyProfile, most_typing: float, *, is_telling: bool = False, may_leave: bool = False
) -> Iterable[bool]:
    """Yield of each pair of names whether every word has its counterpart, written alike.

    Args:
        a: One party.
        b: The other.
        most_typing: Differences of all paired words together.
        is_telling: Names of one common word do not count.
        may_leave: One of the two may have words left over: Azu stands against Elmec, Azu Group does not against Azu.
    """
    for name in a.names:
        for other in b.names:
            if is_telling and (is_slight(name) or is_slight(other)):
                continue
            parts = compare_names(name, other).parts
            paired = [part for part in parts if part.a and part.b]
            left = [part for part in parts if part.weight >= _LITTLE and not (part.a and part.b)]
            is_matched = not left or (may_leave and (all(part.a for part in left) or all(part.b for part in left)))
            is_alike = sum(part.difference for part in paired) <= most_typing
            yield is_matched and is_alike and not any(map(_is_homophone, paired))


def _is_homophone(part: PartPair) -> bool:
    """Return whether Chinese words sound alike but are written otherwise, which makes two names; 市 (city) may be left out."""
    if not (is_chinese(part.a) and is_chinese(part.b)):
        return False
    return not (set(part.a) <= set(part.b) or set(part.b) <= set(part.a))


def _forms_differ(a: PartyProfile, b: PartyProfile) -> bool:
    """Return whether both show legal forms and none is the same."""
    one, other = (frozenset[str]().union(*(name.forms for name in party.names)) for party in (a, b))
    return bool(one and other) and one.isdisjoint(other)
