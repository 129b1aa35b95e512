"""Says in sentences why two parties are, or are not, taken for one."""

from entrepot.codes.territories import name_of
from entrepot.normalise.identifiers import SCHEMES
from entrepot.normalise.transliteration import script_of
from entrepot.resolve.features import PairFeatures, measure_pair, near_number
from entrepot.resolve.name_comparison import compare_names, name_logit
from entrepot.resolve.name_parts import AnalysedName
from entrepot.resolve.part_pairing import PartPair
from entrepot.resolve.profiles import PartyProfile
from entrepot.resolve.scoring import is_slight
from entrepot.resolve.strength import EXCLUSIVE

_HOW = {
    "same": "are one word",
    "spelling": "are spellings of one word",
    "given_name": "are forms of one given name",
    "initial": "agree as an initial",
    "joined": "are one word written apart",
    "acronym": "are an abbreviation and what it stands for",
}
_LITTLE = 0.1  # weight of words not worth a sentence: "of", "the"
_DIFFERENT = {
    "country_other": "The countries differ: {} against {}.",
    "born_other": "The birth dates differ: {} against {}.",
    "incorporated_other": "The years of registration differ: {} against {}.",
}


def explain(a: PartyProfile, b: PartyProfile) -> tuple[str, ...]:
    """Return sentences on what agrees between two parties, then on what speaks against their being one."""
    features = measure_pair(a, b)
    name, other = max(((one, two) for one in a.names for two in b.names), key=lambda pair: name_logit(*pair))
    agreeing, against = explain_names(name, other)
    agreeing += _agreements(a, b, features)
    against += _contradictions(a, b, features)
    if is_slight(name) or is_slight(other):
        against.append("A short or common name alone does not tell parties apart.")
    return (*agreeing, *against)


def explain_names(a: AnalysedName, b: AnalysedName) -> tuple[list[str], list[str]]:
    """Return sentences on the parts of two names that agree, and on those that do not."""
    comparison = compare_names(a, b)
    agreeing = [_pair_sentence(pair) for pair in comparison.parts if pair.b and pair.a and pair.weight >= _LITTLE]
    left_a = " ".join(pair.a for pair in comparison.parts if pair.how == "only_a" and pair.weight >= _LITTLE)
    left_b = " ".join(pair.b for pair in comparison.parts if pair.how == "only_b" and pair.weight >= _LITTLE)
    against = []
    if left_a and left_b:
        against.append(f"“{left_a}” stands against “{left_b}”.")
    elif left_a or left_b:
        against.append(f"“{left_a or left_b}” stands in one name only.")
    if a.forms and b.forms and a.forms.isdisjoint(b.forms):
        against.append(f"The legal forms differ: {_words(a.forms)} against {_words(b.forms)}.")
    return agreeing, against


def _pair_sentence(pair: PartPair) -> str:
    script_a, script_b = script_of(pair.a), script_of(pair.b)
    if pair.a == pair.b:
        return f"“{pair.a}” stands in both names."
    if script_a == script_b:
        return f"“{pair.a}” and “{pair.b}” {_HOW[pair.how]}."
    return f"“{pair.a}” ({script_a}) and “{pair.b}” ({script_b}) {_HOW[pair.how]}."


def _words(forms: frozenset[str]) -> str:
    return ", ".join(sorted(form.replace("_", " ") for form in forms))


def _agreements(a: PartyProfile, b: PartyProfile, features: PairFeatures) -> list[str]:
    found = []
    if features.number_same:
        for scheme, numbers in (a.numbers or {}).items():
            shared = sorted(numbers & (b.numbers or {}).get(scheme, frozenset()))
            found += [f"Both carry the {SCHEMES[scheme].title} {number}." for number in shared]
    if features.unit_same:
        found.append("They give one address down to the unit.")
    elif features.building_same:
        found.append("They give addresses in one building, not in one unit.")
    if features.born_same:
        found.append(f"Both were born on {min(a.born & b.born)}.")
    elif features.born_near:
        found.append("Their birth dates agree as far as they are known.")
    if features.incorporated_same:
        found.append(f"Both were registered on {min(a.incorporated & b.incorporated)}.")
    if features.contact_same:
        found.append(f"They share the contact {min(a.contacts & b.contacts)}.")
    if features.country_same:
        found.append(f"Both are of {name_of(min(a.countries & b.countries))}.")
    return found


def _contradictions(a: PartyProfile, b: PartyProfile, features: PairFeatures) -> list[str]:
    found = []
    for scheme, numbers in (a.numbers or {}).items():
        others = (b.numbers or {}).get(scheme)
        if others is not None and scheme in EXCLUSIVE and numbers.isdisjoint(others):
            found.append(f"The {SCHEMES[scheme].title} differs: {min(numbers)} against {min(others)}.")
    if features.number_near and (near := near_number(a, b) or near_number(b, a)) is not None:
        scheme, wrong, right = near
        found.append(f"The faulty {SCHEMES[scheme].title} {wrong} is one edit away from {right}: possible at most.")
    values = {
        "country_other": (sorted(map(name_of, a.countries)), sorted(map(name_of, b.countries))),
        "born_other": (sorted(a.born), sorted(b.born)),
        "incorporated_other": (sorted(a.incorporated), sorted(b.incorporated)),
    }
    for feature, (one, other) in values.items():
        if getattr(features, feature):
            found.append(_DIFFERENT[feature].format(", ".join(one), ", ".join(other)))
    if features.kind_other:
        found.append(f"One is a {a.kind}, the other a {b.kind}.")
    if features.roles_swapped:
        found.append("The given name of one is the family name of the other.")
    return found
