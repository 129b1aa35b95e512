"""How likely two parties are one, and what to do about it: the same, possibly the same, or not."""

import math
from dataclasses import dataclass
from functools import cache
from operator import mul
from typing import Literal

from entrepot.codes.resource import toml_document
from entrepot.resolve.features import PairFeatures, measure_pair
from entrepot.resolve.name_comparison import WEIGHTS
from entrepot.resolve.name_parts import AnalysedName
from entrepot.resolve.profiles import PartyProfile
from entrepot.resolve.word_weights import is_common

Decision = Literal["same", "possible", "not"]
_LONG_WORD = 8  # letters from which a single word that agrees is rarely chance
# "Servant of", which makes one given name with the word after it: Abd al-Rahman, Abdul Rahman.
_SERVANT = frozenset({"abd", "abdul", "abdal", "abdel", "abdol"})


@dataclass(frozen=True, slots=True)
class PairScore:
    """A scored pair; `probability` is that of a pair taken where as many are one party as are not (tools/calibration.py)."""

    probability: float
    decision: Decision
    features: PairFeatures


@dataclass(frozen=True)
class _Weights:
    firm: tuple[float, ...]
    person: tuple[float, ...]
    same_from: float
    possible_from: float


@cache
def _weights() -> _Weights:
    document = toml_document(WEIGHTS)
    names = PairFeatures._fields
    of = {kind: tuple(float(document[kind][name]) for name in names) for kind in ("firm_pair", "person_pair")}
    decision = document["decision"]
    return _Weights(of["firm_pair"], of["person_pair"], decision["same_from"], decision["possible_from"])


def score_pair(a: PartyProfile, b: PartyProfile) -> PairScore:
    """Return how likely two parties are one, the same in either order.

    What contradicts a number of which a party has only one, a number found by an edit, and a single common word with nothing
    else that agrees are *possible* at most, whatever the probability.
    """
    features = measure_pair(a, b)
    weights = _weights()
    of = weights.person if a.kind == "person" or b.kind == "person" else weights.firm
    logit = sum(map(mul, of, features))
    probability = 1.0 / (1.0 + math.exp(-logit)) if logit > -50.0 else 0.0
    if probability < weights.possible_from:
        return PairScore(probability, "not", features)
    if probability < weights.same_from or is_capped(a, b, features):
        return PairScore(probability, "possible", features)
    return PairScore(probability, "same", features)


def is_capped(a: PartyProfile, b: PartyProfile, features: PairFeatures) -> bool:
    """Return whether a pair is possible at most."""
    if features.number_other or features.kind_other or (features.number_near and not features.number_same):
        return True
    agrees = any(
        (
            features.number_same,
            features.unit_same,
            features.born_same,
            features.incorporated_same,
            features.contact_same,
        )
    )
    if agrees:
        return False
    return all(is_slight(name) for name in a.names) or all(is_slight(name) for name in b.names)


def is_slight(name: AnalysedName) -> bool:
    """Return whether a name is so short or common that its agreement alone is no evidence: `Apple LLC`, `Victory`, `Ivan`."""
    words = [part for part in name.parts if part.kind in ("word", "patronymic") and part.fold not in _SERVANT]
    others = sum(1 for part in name.parts if part.kind in ("class", "place", "number") and part.weight >= 0.3)
    if len(words) > 1:
        return False
    if not words:
        return True
    word = words[0]
    return not others and (name.is_person or len(word.fold) < _LONG_WORD or is_common(word.fold))
