"""Compares two analysed names of firms or of people, and says how likely names so alike belong to one party."""

import math
from dataclasses import dataclass
from functools import cache

from entrepot.codes.resource import toml_document
from entrepot.resolve.name_parts import AnalysedName, NamePart
from entrepot.resolve.part_pairing import Pairing, PartPair, pair_parts

WEIGHTS = "names/weights.toml"
# What a comparison of names is scored by, in the order of the measurements; weights in resources/names/weights.toml.
NAME_FEATURES = (
    "bias",  # equal names score by this alone
    "typing",  # differences of paired words, by weight
    "typing_squared",  # the same, so that one bad word counts more than two small slips
    "far_typing",  # what differences of paired words exceed a fifth of the word by
    "many_edits",  # letters that differ between paired words of Latin letters beyond one a word, vowels by their cost
    "short_typing",  # differences of paired words of up to five letters
    "sole_typing",  # differences of paired words where no other word that is no business word agrees
    "contradiction",  # weight of all words left over on both sides, in parts of the lighter name
    "contradiction_weight",  # weight of words left over on both sides that are no business words
    "contradiction_words",  # the number of words left over on both sides
    "extra",  # weight of words left over on one side only, in parts of the heavier name
    "extra_kind",  # weight of business words left over on one side only
    "other_kind",  # weight of business words left over on both sides: Gas against Oil
    "other_kind_alone",  # the same where no word agrees that is no business word: Saudi Gas against Saudi Oil
    "other_place",  # places left over on both sides
    "extra_place",
    "other_number",  # numbers left over on both sides: Plant 21 against Plant 22
    "extra_number",
    "other_form",  # legal forms of different classes
    "other_patronymic",
    "initials",
    "given_names",
    "joined",
    "acronym",
    "nothing_agrees",  # no word that tells anything is paired
    "support",  # weight of what agrees, up to MOST_SUPPORT
)
MOST_SUPPORT = 3.0
_TELLS_NOTHING = 0.15  # weight agreed below which two names have nothing in common
_SHORT = 5
_FAR = 0.2
_LINE_OF_BUSINESS = 0.3  # weight from which a business word left over counts whole (resources/names/words.toml)
_INITIAL_CONFLICT = 0.5  # weight of an initial that agrees with nothing


@dataclass(frozen=True, slots=True)
class NameComparison:
    """How alike two names are.

    `score` is from 0 to 1, the share of such pairs that were one party in the lists the weights were fitted on;
    `parts` what was paired with what.
    """

    score: float
    parts: tuple[PartPair, ...]


@cache
def name_weights(is_person: bool) -> tuple[float, ...]:
    """Return the weights of NAME_FEATURES for people or for firms."""
    weights = toml_document(WEIGHTS)["person_name" if is_person else "firm_name"]
    return tuple(float(weights[name]) for name in NAME_FEATURES)


def compare_names(a: AnalysedName, b: AnalysedName) -> NameComparison:
    """Return the comparison of two analysed names, in whichever order."""
    pairing = pair_parts(a, b)
    return NameComparison(_probability(_logit(a, b, pairing)), pairing.explained())


def name_score(a: AnalysedName, b: AnalysedName) -> float:
    """Return the score of `compare_names` alone."""
    return _probability(name_logit(a, b))


def name_logit(a: AnalysedName, b: AnalysedName) -> float:
    """Return the logarithm of the odds of `name_score`."""
    return _logit(a, b, pair_parts(a, b))


def _probability(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-logit))


def _logit(a: AnalysedName, b: AnalysedName, pairing: Pairing) -> float:
    values = measure_pairing(a, b, pairing)
    return sum(map(float.__mul__, name_weights(a.is_person or b.is_person), values))


def measure_names(a: AnalysedName, b: AnalysedName) -> tuple[float, ...]:
    """Return the values of NAME_FEATURES for two names."""
    return measure_pairing(a, b, pair_parts(a, b))


class _Left:
    """Weights of what one side has left over, by kind."""

    __slots__ = ("count", "kind_count", "kinds", "numbers", "patronymic", "places", "words")

    def __init__(self, parts: list[NamePart]) -> None:
        self.count = self.kind_count = self.words = self.kinds = self.places = self.numbers = self.patronymic = 0.0
        for part in parts:
            kind = part.kind
            if kind == "word":
                self.words += part.weight
                self.count += 1.0
            elif kind == "class":
                self.kinds += part.weight
                self.kind_count += min(1.0, part.weight / _LINE_OF_BUSINESS)
            elif kind == "patronymic":
                self.patronymic += part.weight
                self.count += 1.0
            elif kind == "place":
                self.places += 1.0
            elif kind == "number":
                self.numbers += 1.0
            elif kind == "initial":
                self.words += _INITIAL_CONFLICT
                self.count += 1.0

    def total(self) -> float:
        """Return the weight of everything left over but numbers and places."""
        return self.words + self.patronymic + self.kinds


def measure_pairing(a: AnalysedName, b: AnalysedName, pairing: Pairing) -> tuple[float, ...]:
    """Return the values of NAME_FEATURES for two names with their pairing."""
    typing, words, agreed, counts = _paired(pairing)
    other_form = 1.0 if a.forms and b.forms and a.forms.isdisjoint(b.forms) else 0.0
    support = min(agreed, MOST_SUPPORT)
    nothing = 1.0 if agreed < _TELLS_NOTHING else 0.0
    if not pairing.left_a and not pairing.left_b:
        left: tuple[float, ...] = (0.0,) * 11
        patronymic = 0.0
    else:
        one, other = _Left(pairing.left_a), _Left(pairing.left_b)
        left = _leftovers(one, other, min(a.weight, b.weight) or 1.0, max(a.weight, b.weight) or 1.0, words)
        patronymic = min(one.patronymic, other.patronymic)
    return (1.0, *typing, *left, other_form, patronymic, *counts, nothing, support)


def _paired(pairing: Pairing) -> tuple[tuple[float, ...], int, float, tuple[float, ...]]:
    """Return the differences of the pairs (all, squared, far, of short words, of a sole word), how many words that are no
    business words agree, the weight agreed, and pairs by how.
    """
    typing = squared = far = many = short = 0.0
    initials = given = joined = acronym = 0.0
    agreed = sum([part.weight for part in pairing.same])
    words = sum([part.kind == "word" for part in pairing.same])
    for how, side_a, side_b, difference in pairing.paired:
        weight = min(sum([part.weight for part in side_a]), sum([part.weight for part in side_b]))
        agreed += weight * (1.0 - difference)
        words += "word" in (side_a[0].kind, side_b[0].kind)
        if how in ("spelling", "joined"):
            typing += difference
            squared += difference * difference
            far += max(0.0, difference - _FAR)
            if how == "spelling" and side_a[0].text.isascii() and side_b[0].text.isascii():
                many += max(0.0, difference * max(len(side_a[0].fold), len(side_b[0].fold)) - 1.0)
            if len(side_a[0].fold) <= _SHORT and len(side_b[0].fold) <= _SHORT:
                short += difference
            joined += how == "joined"
        elif how == "initial":
            initials += 1.0
        elif how == "given_name":
            given += 1.0
        elif how == "acronym":
            acronym += 1.0
    sole = typing if words <= 1 else 0.0
    return (typing, squared, far, many, short, sole), words, agreed, (initials, given, joined, acronym)


def _leftovers(one: _Left, other: _Left, lighter: float, heavier: float, words: int) -> tuple[float, ...]:
    contradiction = min(one.words + one.patronymic, other.words + other.patronymic)
    extra = abs(one.words - other.words)
    return (
        min(1.0, min(one.total(), other.total()) / lighter),
        contradiction,
        min(one.count, other.count),
        extra / heavier,
        abs(one.kinds - other.kinds),
        min(one.kind_count, other.kind_count),
        0.0 if words else min(one.kind_count, other.kind_count),
        min(one.places, other.places),
        abs(one.places - other.places),
        min(one.numbers, other.numbers),
        abs(one.numbers - other.numbers),
    )
