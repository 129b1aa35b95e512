"""Compares two analysed names of firms or of people, and says how likely names so alike belong to one party."""

import math
from bisect import bisect
from dataclasses import dataclass
from functools import cache
from operator import mul

from entrepot.codes.resource import toml_document
from entrepot.resolve.alike_words import is_too_far
from entrepot.resolve.leftovers import NOTHING_LEFT, Left, leftovers
from entrepot.resolve.name_parts import AnalysedName
from entrepot.resolve.part_pairing import Pairing, PartPair, pair_parts

WEIGHTS = "names/weights.toml"
# What a comparison of names is scored by, in the order of the measurements; weights in resources/names/weights.toml.
NAME_FEATURES = (
    "bias",  # equal names score by this alone
    "typing",  # differences of paired words, by weight
    "typing_squared",  # the same, so that one bad word counts more than two small slips
    "far_typing",  # what differences of paired words exceed a fifth of the word by
    "too_many_edits",  # paired words of other consonants with more edits than typing makes (alike_words.is_too_far)
    "short_typing",  # differences of paired words of up to five letters
    "sole_typing",  # differences of paired words where no other word that is no business word agrees
    "contradiction",  # weight of all words left over on both sides, in parts of the lighter name
    "contradiction_weight",  # weight of words left over on both sides that are no business words
    "contradiction_words",  # the number of words left over on both sides
    "extra",  # weight of words left over on one side only, in parts of the heavier name
    "sole_extra",  # the same where not more than one word agrees
    "nothing_own",  # words or places left over on both sides, and no word agrees that is no business word
    "extra_kind",  # weight of business words left over on one side only
    "other_kind",  # weight of business words left over on both sides: Gas against Oil
    "other_kind_alone",  # the same where no word agrees that is no business word: Saudi Gas against Saudi Oil
    "other_kind_sole",  # the same where one such word agrees: Foobar Systems against Foobar Industries
    "extra_kind_sole",  # the same where that is all that is left over beside one word: Foobar, Foobar Trust
    "other_place",  # places left over on both sides
    "extra_place",
    "other_number",  # numbers left over on both sides: Plant 21 against Plant 22
    "extra_number",
    "other_form",  # legal forms of different classes
    "other_form_sole",  # the same where not more than one word agrees that is no business word
    "other_nature",  # a company's legal form on one side, that of a body that is no company on the other
    "other_patronymic",
    "initials",  # whether any initial stands for a name
    "given_names",
    "joined",
    "acronym",
    "nothing_agrees",  # no word that tells anything is paired
    "support",  # weight of what agrees, up to MOST_SUPPORT
)
MOST_SUPPORT = 3.0
_TELLS_NOTHING = 0.15  # weight agreed below which two names have nothing in common
_SHORT = 5
# Log odds of a rare surname alone beside a whole name that holds it, a probability of 0.70: of listed people, each asked about
# by such a word with its own name and that of another who has it, if any, 385 of 549 pairs (tools/partial_pairs.py, lone_words).
_SURNAME_ALONE = 0.85
_FAR = 0.2
_NO_COMPANY = frozenset({"non_profit"})  # classes of resources/legal_forms.toml that no company can have


@dataclass(frozen=True, slots=True)
class NameComparison:
    """How alike two names are.

    `score` is from 0 to 1, the share of such pairs that are one party where as many pairs are as are not (tools/calibration.py);
    `parts` what was paired with what.
    """

    score: float
    parts: tuple[PartPair, ...]


@cache
def name_weights(is_person: bool) -> tuple[float, ...]:
    """Return the weights of NAME_FEATURES for people or for firms."""
    weights = toml_document(WEIGHTS)["person_name" if is_person else "firm_name"]
    return tuple(float(weights[name]) for name in NAME_FEATURES)


@cache
def name_calibration(is_person: bool) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
    """Return raw log odds, the calibrated ones there, and the slope from each to the next, the last one going on."""
    table = toml_document(WEIGHTS)["person_calibration" if is_person else "firm_calibration"]
    raw, calibrated = tuple(map(float, table["raw"])), tuple(map(float, table["calibrated"]))
    steps = zip(raw, raw[1:], calibrated, calibrated[1:], strict=False)
    slopes = [(high - low) / (end - start) for start, end, low, high in steps]
    return raw, calibrated, (*slopes, slopes[-1])


def _calibrated(logit: float, *, is_person: bool) -> float:
    """Return log odds as they hold on the labelled pairs (tools/calibration.py).

    Below the first knot they fall as fast as raw ones: names that share nothing stay unlikely.
    """
    raw, calibrated, slopes = name_calibration(is_person)
    if logit < raw[0]:
        return calibrated[0] + logit - raw[0]
    at = bisect(raw, logit) - 1
    return calibrated[at] + slopes[at] * (logit - raw[at])


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
    if a.is_surname_alone != b.is_surname_alone and is_held(a, b):
        return _SURNAME_ALONE
    is_person = a.is_person or b.is_person
    values = measure_pairing(a, b, pairing)
    return _calibrated(sum(map(mul, name_weights(is_person), values)), is_person=is_person)


def is_held(a: AnalysedName, b: AnalysedName) -> bool:
    """Return whether one of two names is a rare surname alone and the other holds it: what that tells is declared, not fitted."""
    return (a.is_surname_alone and a.key_set < b.key_set) or (b.is_surname_alone and b.key_set < a.key_set)


def measure_names(a: AnalysedName, b: AnalysedName) -> tuple[float, ...]:
    """Return the values of NAME_FEATURES for two names."""
    return measure_pairing(a, b, pair_parts(a, b))


def measure_pairing(a: AnalysedName, b: AnalysedName, pairing: Pairing) -> tuple[float, ...]:
    """Return the values of NAME_FEATURES for two names with their pairing."""
    typing, words, agreed, counts = _paired(pairing)
    other_form = 1.0 if a.forms and b.forms and a.forms.isdisjoint(b.forms) else 0.0
    other_form_sole = other_form if words <= 1 else 0.0
    other_nature = 1.0 if other_form and _is_company(a.forms) != _is_company(b.forms) else 0.0
    support = min(agreed, MOST_SUPPORT)
    nothing = 1.0 if agreed < _TELLS_NOTHING else 0.0
    if not pairing.left_a and not pairing.left_b:
        left: tuple[float, ...] = NOTHING_LEFT
        patronymic = 0.0
    else:
        one, other = Left(pairing.left_a), Left(pairing.left_b)
        left = leftovers(one, other, min(a.weight, b.weight) or 1.0, max(a.weight, b.weight) or 1.0, words)
        patronymic = min(one.patronymic, other.patronymic)
    return (1.0, *typing, *left, other_form, other_form_sole, other_nature, patronymic, *counts, nothing, support)


_NOTHING_PAIRED = ((0.0,) * 6, 0, 0.0, (0.0,) * 4)


def _paired(pairing: Pairing) -> tuple[tuple[float, ...], int, float, tuple[float, ...]]:
    """Return the differences of the pairs (all, squared, far, of short words, of a sole word), how many words that are no
    business words agree, the weight agreed, and pairs by how.
    """
    if not pairing.same and not pairing.paired:
        return _NOTHING_PAIRED
    typing = squared = far = beyond = short = 0.0
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
            beyond += how == "spelling" and is_too_far(side_a[0], side_b[0])
            if len(side_a[0].fold) <= _SHORT and len(side_b[0].fold) <= _SHORT:
                short += difference
            joined += how == "joined"
        elif how == "initial":
            initials = 1.0
        elif how == "given_name":
            given += 1.0
        elif how == "acronym":
            acronym += 1.0
    sole = typing if words <= 1 else 0.0
    return (typing, squared, far, beyond, short, sole), words, agreed, (initials, given, joined, acronym)


def _is_company(forms: frozenset[str]) -> bool:
    return forms.isdisjoint(_NO_COMPANY)
