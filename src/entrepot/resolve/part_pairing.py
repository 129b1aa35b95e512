"""Pairs the parts of two names, whatever their order: equal parts, spellings, forms of given names, initials, acronyms."""

from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import OSA

from entrepot.normalise.transliteration import is_syllabic
from entrepot.resolve.name_parts import AnalysedName, NamePart

_VOWEL_COST = 0.4  # of a difference that the skeleton does not show, against 1 for one that it does
MOST_DIFFERENT = 0.38  # relative difference up to which two words may be spellings of one
_TOO_FAR = 0.75  # differing letters, in parts of the longer word, from which the skeleton is not looked at
_GIVEN_DIFFERENCE = 0.1  # between forms of one given name (Aleksandr, Oleksandr)
_INITIAL_DIFFERENCE = 0.12
_ACRONYM_DIFFERENCE = 0.2
_VOWELLESS_DIFFERENCE = 0.06  # between a word and its skeleton in a script without vowels
_JOINED_DIFFERENCE = 0.03
_SURNAME_EDITS = 2
_ONLY_EQUAL = frozenset({"class", "place"})  # known words: Gas and Oil are no spellings of one
_SURELY_JOINED = 0.1
_MOST_JOINED_DIFFERENT = 0.2
_CHARACTER_DIFFERENCE = 0.3  # between Chinese or Korean names that sound alike and are written differently
_LEAST_ACRONYM = 3  # two letters begin some two words of any long name
_MOST_ACRONYM = 6
_MOST_JOINED = 4


class PartPair(NamedTuple):
    """What was paired: how, the words as written on both sides (empty where a side has none), and how different they are.

    `how` is same, spelling, given_name, initial, joined or acronym; only_a and only_b for what has no counterpart.
    `difference` is 0 for equal parts, up to MOST_DIFFERENT for spellings, 1 for unpaired ones; `weight` is what it tells.
    """

    how: str
    a: str
    b: str
    difference: float
    weight: float


@dataclass(slots=True)
class Pairing:
    """Pairs found, and the parts of each side left over.

    `same` are parts written alike on both sides; where all keys are equal, those of one side, and `counterparts` the other's.
    """

    paired: list[tuple[str, tuple[NamePart, ...], tuple[NamePart, ...], float]]
    same: list[NamePart]
    left_a: list[NamePart]
    left_b: list[NamePart]
    counterparts: tuple[NamePart, ...] = ()

    def explained(self) -> tuple[PartPair, ...]:
        """Return all pairs and leftovers as a reader sees them."""
        others: dict[str, list[str]] = {}
        for part in self.counterparts or self.same:
            others.setdefault(part.key, []).append(part.text)
        found = [PartPair("same", part.text, others[part.key].pop(0), 0.0, part.weight) for part in self.same]
        for how, side_a, side_b, difference in self.paired:
            weight = min(sum(part.weight for part in side_a), sum(part.weight for part in side_b))
            text_a, text_b = (" ".join(part.text for part in side) for side in (side_a, side_b))
            found.append(PartPair(how, text_a, text_b, difference, weight))
        found += [PartPair("only_a", part.text, "", 1.0, part.weight) for part in self.left_a]
        return (*found, *(PartPair("only_b", "", part.text, 1.0, part.weight) for part in self.left_b))


def word_difference(a: NamePart, b: NamePart) -> float:
    """Return how different two words are, 0 for equal folds, 1 for words that cannot be one; edits in parts of the length.

    An edit of a vowel, or between sounds that spellings confuse, counts less than one of a consonant.
    """
    longer = max(len(a.fold), len(b.fold))
    if not a.text.isascii() and not b.text.isascii() and (is_syllabic(a.text) and is_syllabic(b.text)):
        return _CHARACTER_DIFFERENCE if a.fold == b.fold else 1.0
    if a.is_vowelless or b.is_vowelless:
        bones = max(len(a.bones), len(b.bones))
        return _VOWELLESS_DIFFERENCE + OSA.distance(a.bones, b.bones) / bones if bones > 1 else 1.0
    edits = OSA.distance(a.fold, b.fold)
    if edits > _TOO_FAR * longer:
        return 1.0
    heavy = OSA.distance(a.bones, b.bones)
    cost = heavy + _VOWEL_COST * (edits - heavy) if heavy < edits else edits
    return cost / longer


def pair_parts(a: AnalysedName, b: AnalysedName) -> Pairing:
    """Return the pairing of two analysed names, equal parts first, then the least different; the same in either order."""
    if b.keys < a.keys or (b.is_person < a.is_person and b.keys == a.keys):
        return _turned(pair_parts(b, a))
    pairing = _pair_equal(a, b)
    if pairing.left_a and pairing.left_b:
        _pair_joined(pairing, _SURELY_JOINED)
        _pair_alike(pairing)
        if pairing.left_a and pairing.left_b:
            _pair_joined(pairing, _MOST_JOINED_DIFFERENT)
            if not a.is_person and pairing.left_a and pairing.left_b:
                _pair_acronym(pairing)
    return pairing


def _turned(pairing: Pairing) -> Pairing:
    turned = [(how, side_b, side_a, difference) for how, side_a, side_b, difference in pairing.paired]
    return Pairing(turned, pairing.same, pairing.left_b, pairing.left_a)


def _pair_equal(a: AnalysedName, b: AnalysedName) -> Pairing:
    if a.keys == b.keys:
        return Pairing([], list(a.parts), [], [], b.parts)
    waiting: dict[str, list[NamePart]] = {}
    for part in b.parts:
        waiting.setdefault(part.key, []).append(part)
    paired: list[tuple[str, tuple[NamePart, ...], tuple[NamePart, ...], float]] = []
    same: list[NamePart] = []
    left_a: list[NamePart] = []
    for part in a.parts:
        others = waiting.get(part.key)
        if not others:
            left_a.append(part)
            continue
        other = others.pop(0)
        if other.text == part.text:
            same.append(part)
        else:
            paired.append(("same", (part,), (other,), 0.0))
    left = {id(part) for others in waiting.values() for part in others}
    return Pairing(paired, same, left_a, [part for part in b.parts if id(part) in left])


def _alike(a: NamePart, b: NamePart) -> tuple[str, float]:
    """Return how two parts may be one and how different they are; 1 where they cannot be."""
    if a.kind == "initial" or b.kind == "initial":
        first, second = (a.key, b.fold) if a.kind == "initial" else (b.key, a.fold)
        is_same = second[:1] == first or (second and (a.text[0] == b.text[0]))
        return "initial", _INITIAL_DIFFERENCE if is_same and a.kind != b.kind else 1.0
    if a.kind == "particle" or b.kind == "particle":
        return "given_name", _GIVEN_DIFFERENCE if a.given and not a.given.isdisjoint(b.given) else 1.0
    if not a.fold or not b.fold or (a.kind == b.kind and a.kind in _ONLY_EQUAL):
        return "spelling", 1.0
    if a.kind != b.kind and "patronymic" in (
        a.kind,
        b.kind,
    ):  # Plenkovic beside Plenković, but not Oleksandr beside his son
        edits = OSA.distance(a.key, b.key)
        return "spelling", edits / len(a.key) if edits <= _SURNAME_EDITS else 1.0
    difference = word_difference(a, b)
    if difference > _GIVEN_DIFFERENCE and a.given and b.given:
        return "given_name", 1.0 if a.given.isdisjoint(b.given) else _GIVEN_DIFFERENCE
    return "spelling", difference


def _pair_alike(pairing: Pairing) -> None:
    """Move the leftovers that are spellings of one word to the pairs, the least different first."""
    left_a, left_b = pairing.left_a, pairing.left_b
    found: list[tuple[float, int, int, str]] = []
    for index, part in enumerate(left_a):
        for other_index, other in enumerate(left_b):
            how, difference = _alike(part, other)
            if difference <= MOST_DIFFERENT:
                found.append((difference, index, other_index, how))
    if not found:
        return
    if len(found) > 1:
        found.sort()
    used_a: set[int] = set()
    used_b: set[int] = set()
    for difference, index, other_index, how in found:
        if index not in used_a and other_index not in used_b:
            used_a.add(index)
            used_b.add(other_index)
            pairing.paired.append((how, (left_a[index],), (left_b[other_index],), difference))
    pairing.left_a = [part for index, part in enumerate(left_a) if index not in used_a]
    pairing.left_b = [part for index, part in enumerate(left_b) if index not in used_b]


def _letters(parts: list[NamePart]) -> str:
    return "".join(part.fold or part.key.lstrip("=#") for part in parts)


def _pair_joined(pairing: Pairing, most: float) -> None:
    """Move words written as one on one side and as several on the other: `Tradetools` and `Trade Tools`."""
    for is_turned in (False, True):
        few, many = (pairing.left_b, pairing.left_a) if is_turned else (pairing.left_a, pairing.left_b)
        found = _joined(few, many, most)
        if found is None:
            continue
        one, several, difference = found
        sides = (tuple(several), (one,)) if is_turned else ((one,), tuple(several))
        pairing.paired.append(("joined", *sides, difference))
        few.remove(one)
        for part in several:
            many.remove(part)
        return
    whole_a, whole_b = _letters(pairing.left_a), _letters(pairing.left_b)
    if len(pairing.left_a) != len(pairing.left_b) and whole_a == whole_b:
        pairing.paired.append(("joined", tuple(pairing.left_a), tuple(pairing.left_b), _JOINED_DIFFERENCE))
        pairing.left_a, pairing.left_b = [], []


def _joined(few: list[NamePart], many: list[NamePart], most: float) -> tuple[NamePart, list[NamePart], float] | None:
    """Return a word and the run of words on the other side that it consists of, None where there is none."""
    for one in few:
        length, first = len(one.fold), one.fold[:1]
        for start in range(len(many) - 1):
            begins, follows = many[start].fold[:1] == first, many[start + 1].fold[:1] == first
            if not (begins or follows) or length < len(many[start].fold) + 1:
                continue
            for stop in range(start + 2, min(start + _MOST_JOINED, len(many)) + 1):
                run = many[start:stop]
                letters = _letters(run if begins else run[::-1])
                if abs(len(letters) - length) <= 2 and OSA.distance(letters, one.fold) <= most * length:
                    return one, run, OSA.distance(letters, one.fold) / length + _JOINED_DIFFERENCE
    return None


def _pair_acronym(pairing: Pairing) -> None:
    """Move a short word and the words of the other side whose first letters it is: `ABC` and `Alpha Beta Control`."""
    for is_turned in (False, True):
        short, full = (pairing.left_b, pairing.left_a) if is_turned else (pairing.left_a, pairing.left_b)
        spelled = [(part, word) for part in full if part.kind != "number" for word in part.text.split()]
        firsts = "".join(word[0] for _, word in spelled)
        for one in short:
            if not _LEAST_ACRONYM <= len(one.text) <= _MOST_ACRONYM or len(one.text) > len(firsts):
                continue
            start = firsts.find(one.text)
            if start < 0:
                continue
            several = tuple(dict.fromkeys(part for part, _ in spelled[start : start + len(one.text)]))
            if len(several) < 2:
                continue
            sides = (several, (one,)) if is_turned else ((one,), several)
            pairing.paired.append(("acronym", *sides, _ACRONYM_DIFFERENCE))
            short.remove(one)
            for part in several:
                full.remove(part)
            return
